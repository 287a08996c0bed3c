"""Which programs take so long with a collection at each allocation that only the full size runs them."""

LONG = {
    "fix_server_no_descriptors": "waits 10 s for descriptors",
    "fix_stream_drains": "20 s: long lists of what arrived",
    "stream_unheard": "6 s of waiting",
    "taskqueue_model": "12 s: keeps a model of the queue in Python lists",
}
