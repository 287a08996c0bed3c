# A server of ours and the worst of peers: tests/sockets/.
TEST_PACKAGES += openssl

SOCKETS_RUN = $(PYTHON) tests/sockets $(call builds,$(NEWEST_TREE))/ours/micropython

.PHONY: test-sockets sockets-full
TESTS += test-sockets
test-sockets: unix-all
	@$(SOCKETS_RUN) --short 3000 --chaotic 200
	@$(SOCKETS_RUN) --short 300 --chaotic 200 --tls

sockets-full: unix-all ## 100,000 short and 5,000 chaotic connections, and the tenth of them with TLS
	@$(SOCKETS_RUN)
	@$(SOCKETS_RUN) --short 10000 --chaotic 500 --tls
