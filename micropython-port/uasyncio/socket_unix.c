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

static int fd_of(mp_obj_t socket) {
    int error;
    return mp_get_stream(socket)->ioctl(socket, MP_STREAM_GET_FILENO, 0, &error);
}

static ssize_t or_raise(ssize_t n) {
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        // The system tells of it only once.
        mp_raise_OSError(errno);
    }
    return n;
}

// Where recv and send, which cost less than read and write, do not do all of it, the rest is done as for any stream.
// Only the socket knows whether it may block.  Returns MP_STREAM_ERROR if there is nothing to read or no room to write.
static mp_uint_t transfer(mp_obj_t socket, char *bytes, size_t size, int flags) {
    size_t done = 0;
    if (size != 0) {
        int fd = fd_of(socket);
        ssize_t n = or_raise(flags == MP_STREAM_RW_READ ? recv(fd, bytes, size, MSG_DONTWAIT) : send(fd, bytes, size, MSG_DONTWAIT));
        if (n == 0 || n == (ssize_t)size) {
            return n;
        }
        done = n > 0 ? n : 0;
    }
    int error;
    mp_uint_t more = mp_stream_rw(socket, bytes + done, size - done, &error, flags);
    if (error == 0) {
        return done + more;
    }
    if (!mp_is_nonblocking_error(error)) {
        mp_raise_OSError(error);
    }
    return done != 0 ? done : MP_STREAM_ERROR;
}

static mp_obj_t transfer_buffer(mp_obj_t socket, mp_obj_t buffer, int flags) {
    mp_buffer_info_t info;
    mp_get_buffer_raise(buffer, &info, flags == MP_STREAM_RW_READ ? MP_BUFFER_WRITE : MP_BUFFER_READ);
    mp_uint_t n = transfer(socket, info.buf, info.len, flags);
    return n == MP_STREAM_ERROR ? mp_const_none : MP_OBJ_NEW_SMALL_INT(n);
}

static mp_obj_t read_some(mp_obj_t socket, size_t size) {
    vstr_t bytes;
    vstr_init_len(&bytes, size);
    mp_uint_t n = transfer(socket, bytes.buf, size, MP_STREAM_RW_READ);
    if (n == MP_STREAM_ERROR) {
        vstr_clear(&bytes);
        return mp_const_none;
    }
    bytes.len = n;
    return mp_obj_new_bytes_from_vstr(&bytes);
}

// How much to read for a line, or for a piece of it; at least 1, which may be more than there is.
static size_t length_of_line(int fd, size_t most) {
    char bytes[PEEK];
    ssize_t n = or_raise(recv(fd, bytes, MIN(sizeof(bytes), most), MSG_PEEK | MSG_DONTWAIT));
    if (n <= 0) {
        return 1;
    }
    const char *end = memchr(bytes, '\n', n);
    return end == NULL ? (size_t)n : (size_t)(end - bytes) + 1;
}

// socket.readline(most), which reads byte by byte, in one look and one read where the line is all there.
static mp_obj_t read_line(mp_obj_t socket, int fd, size_t most) {
    vstr_t line;
    size_t length = length_of_line(fd, most);
    vstr_init(&line, length + 1);
    for (;;) {
        char *piece = vstr_add_len(&line, length);
        mp_uint_t n = transfer(socket, piece, length, MP_STREAM_RW_READ);
        if (n == MP_STREAM_ERROR && line.len == length) {
            vstr_clear(&line);
            return mp_const_none;
        }
        if (n == MP_STREAM_ERROR) {
            n = 0;
        }
        vstr_cut_tail_bytes(&line, length - n);
        if (n == 0 || piece[n - 1] == '\n' || line.len == most) {
            return mp_obj_new_bytes_from_vstr(&line);
        }
        length = length_of_line(fd, most - line.len);
    }
}

mp_obj_t uasyncio_socket_call(enum uasyncio_name name, size_t n_args, const mp_obj_t *args) {
    switch (name) {
        case UASYNCIO_NAME_READ:
            if (mp_obj_is_small_int(args[1]) && MP_OBJ_SMALL_INT_VALUE(args[1]) >= 0) {
                return read_some(args[0], MP_OBJ_SMALL_INT_VALUE(args[1]));
            }
            return mp_stream_read_obj.fun.var(n_args, args);
        case UASYNCIO_NAME_READINTO:
            return transfer_buffer(args[0], args[1], MP_STREAM_RW_READ);
        case UASYNCIO_NAME_WRITE:
            return transfer_buffer(args[0], args[1], MP_STREAM_RW_WRITE);
        case UASYNCIO_NAME_READLINE: {
            int fd = uasyncio_byte_stream_fd(args[0]);
            if (fd < 0) {
                return mp_stream_unbuffered_readline_obj.fun.var(n_args, args);
            }
            return read_line(args[0], fd, n_args > 1 ? (size_t)MP_OBJ_SMALL_INT_VALUE(args[1]) : SIZE_MAX);
        }
        case UASYNCIO_NAME_CLOSE:
            uasyncio_unwatch_all(args[0]);
            return mp_stream_close(args[0]);
        default:
            return MP_OBJ_NULL;
    }
}

#endif // UASYNCIO_EPOLL
