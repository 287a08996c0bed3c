// The methods of the unix port's own sockets, called without looking them up.  Their type is no class that a program can
// change, and an instance of a subclass is of another type.
#include <stdbool.h>
#include <string.h>

#include "py/runtime.h"
#include "py/stream.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <sys/socket.h>

// A longer line is taken in pieces.
#define PEEK (512)

// How much to read for a line, or for a piece of it; at least 1, which may be more than there is.
static size_t length_of_line(int fd) {
    char bytes[PEEK];
    ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        // The system tells of it only once.
        mp_raise_OSError(errno);
    }
    if (n <= 0) {
        return 1;
    }
    const char *end = memchr(bytes, '\n', n);
    return end == NULL ? (size_t)n : (size_t)(end - bytes) + 1;
}

// socket.readline(), which reads byte by byte, in one look and one read where the line is all there.
static mp_obj_t read_line(mp_obj_t socket, int fd) {
    mp_uint_t (*read)(mp_obj_t, void *, mp_uint_t, int *) = mp_get_stream(socket)->read;
    vstr_t line;
    size_t length = length_of_line(fd);
    vstr_init(&line, length + 1);
    for (;;) {
        char *piece = vstr_add_len(&line, length);
        int error;
        mp_uint_t n = read(socket, piece, length, &error);
        vstr_cut_tail_bytes(&line, n == MP_STREAM_ERROR ? length : length - n);
        if (n == MP_STREAM_ERROR) {
            if (!mp_is_nonblocking_error(error)) {
                mp_raise_OSError(error);
            }
            if (line.len == 0) {
                vstr_clear(&line);
                return mp_const_none;
            }
            break;
        }
        if (n == 0 || piece[n - 1] == '\n') {
            break;
        }
        length = length_of_line(fd);
    }
    return mp_obj_new_bytes_from_vstr(&line);
}

mp_obj_t uasyncio_socket_call(enum uasyncio_name name, size_t n_args, const mp_obj_t *args) {
    switch (name) {
        case UASYNCIO_NAME_READ:
            return mp_stream_read_obj.fun.var(n_args, args);
        case UASYNCIO_NAME_READINTO:
            return mp_stream_readinto_obj.fun.var(n_args, args);
        case UASYNCIO_NAME_WRITE:
            return mp_stream_write_obj.fun.var(n_args, args);
        case UASYNCIO_NAME_READLINE: {
            int fd = uasyncio_byte_stream_fd(args[0]);
            return fd < 0 ? mp_stream_unbuffered_readline_obj.fun.var(n_args, args) : read_line(args[0], fd);
        }
        case UASYNCIO_NAME_CLOSE:
            uasyncio_port_unwatch(args[0]);
            return mp_stream_close(args[0]);
        default:
            return MP_OBJ_NULL;
    }
}

#endif // UASYNCIO_EPOLL
