// Classes from which a program derives its own, so that the library calls the methods of those where upstream calls them
// through `self`.
//
// An instance of a derived class is an object of MicroPython's with a built-in part in it.  For a class that is written in C
// MicroPython calls a method on that part, from which nothing leads to the whole.  For a class of Python's it is called on the
// whole.  So what a program knows as asyncio.Lock counts as one of Python's, and its parent is a class in C without methods, which
// makes the part.  The methods here take the part out of the whole they are called on, but for the few that have to call others of
// its methods.
//
//     derived class  ->  uasyncio_class_lock  ->  lock_functions  ->  lock_part  ->  uasyncio_type_derivable
//                        ^
//     uasyncio_type_lock
//
// A lock that belongs to no derived class, and the part of one that does, are of the last type, in whose table their methods are
// found as in any other's: they cost nothing more.  Only that type(lock) is not asyncio.Lock shows it.
//
// What a program stores in asyncio.Lock is in a map of the class, which is looked into before the methods.  A lock of no derived
// class has methods of its own if that map or its own attributes have any; whoever looks asks for that first.
#include <string.h>

#include "py/runtime.h"
#include "py/objtype.h"
#include "attributes.h"
#include "overrides.h"
#include "types.h"

mp_obj_t uasyncio_part(mp_obj_t object, const mp_obj_type_t *type) {
    if (mp_obj_is_type(object, type)) {
        return object;
    }
    const void *derived_from = type;
    #if UASYNCIO_OVERRIDES
    // Of some of our types no class is derived, but of their parent.
    const mp_obj_type_t *parent = MP_OBJ_TYPE_GET_SLOT_OR_NULL(type, parent);
    if (parent != NULL && parent != &uasyncio_type_derivable) {
        derived_from = parent;
    }
    #endif
    mp_obj_t part = mp_obj_cast_to_native_base(object, MP_OBJ_FROM_PTR(derived_from));
    // In the place of a part that is not made yet is something else.
    return part != MP_OBJ_NULL && mp_obj_is_type(part, type) ? part : MP_OBJ_NULL;
}

#if UASYNCIO_OVERRIDES

MP_REGISTER_ROOT_POINTER(mp_obj_dict_t uasyncio_class_names[7]);
_Static_assert(MP_ARRAY_SIZE(MP_STATE_VM(uasyncio_class_names)) == UASYNCIO_CLASSES, "");

// Whether an instance of no derived class has been given nothing, nor its class: the usual one, asked for in few steps.
#define IS_UNCHANGED(object, class) \
    (((uasyncio_with_attributes_t *)MP_OBJ_TO_PTR(object))->attributes == MP_OBJ_NULL && !UASYNCIO_HAS_NAMES(class))

// Whether a program has given names to the class of an instance of no derived class.
static bool class_has_names(mp_obj_t object) {
    const mp_obj_type_t *class = MP_OBJ_TYPE_GET_SLOT(mp_obj_get_type(object), parent);
    return MP_OBJ_TYPE_GET_SLOT(class, locals_dict)->map.alloc != 0;
}

void uasyncio_print(const mp_print_t *print, mp_obj_t self, mp_print_kind_t kind) {
    (void)kind;
    mp_printf(print, "<%q object at %p>", (qstr)mp_obj_get_type(self)->name, MP_OBJ_TO_PTR(self));
}

// --- Methods -------------------------------------------------------------------------------------------------------

typedef struct _method_t method_t;

// A method that upstream's calls others of the instance's methods in: what it does for an instance of a derived class.  The
// first of `args` is the whole.
typedef mp_obj_t (*through_self_t)(const method_t *self, mp_obj_t part, size_t n_args, size_t n_kw, const mp_obj_t *args);

struct _method_t {
    mp_obj_base_t base;
    // Of what type the part is; in its table is the method of this name.
    const mp_obj_type_t *type;
    through_self_t through_self; // or NULL
    qstr_short_t name;
};

// The library's method of a name that a type has.
static mp_obj_t in_table(const mp_obj_type_t *type, qstr name) {
    mp_map_t *table = &MP_OBJ_TYPE_GET_SLOT(type, locals_dict)->map;
    return mp_map_lookup(table, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP)->value;
}

// The attributes that upstream's methods look at.  What a program stores under such a name is with the whole, and comes to the
// part when a method is called.
static const struct {
    const mp_obj_type_t *type;
    qstr_short_t name;
} shared[] = {
    { &uasyncio_type_event, MP_QSTR_state },
    { &uasyncio_type_lock, MP_QSTR_state },
    { &uasyncio_type_flag, MP_QSTR_state },
    #if UASYNCIO_STREAMS
    { &uasyncio_type_stream, MP_QSTR_s },
    { &uasyncio_type_stream, MP_QSTR_e },
    { &uasyncio_type_stream, MP_QSTR_out_buf },
    #if UASYNCIO_SOCKETS
    { &uasyncio_type_server, MP_QSTR_task },
    #endif
    #endif
};

static void hand_over_attributes(mp_obj_instance_t *whole, mp_obj_t part, const mp_obj_type_t *type) {
    for (size_t i = 0; i < MP_ARRAY_SIZE(shared); ++i) {
        if (shared[i].type != type) {
            continue;
        }
        mp_obj_t name = MP_OBJ_NEW_QSTR(shared[i].name);
        mp_map_elem_t *stored = mp_map_lookup(&whole->members, name, MP_MAP_LOOKUP);
        if (stored != NULL) {
            mp_obj_t value = stored->value;
            mp_map_lookup(&whole->members, name, MP_MAP_LOOKUP_REMOVE_IF_FOUND);
            mp_store_attr(part, shared[i].name, value);
        }
    }
}

// The most that a method takes: itself and three, by name.
#define MAX_ARGS (1 + 2 * 3)

static mp_obj_t method_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    const method_t *self = MP_OBJ_TO_PTR(self_in);
    if (n_args == 0 || n_args + 2 * n_kw > MAX_ARGS) {
        mp_arg_error_terse_mismatch();
    }
    mp_obj_t part = uasyncio_part(args[0], self->type);
    if (part == MP_OBJ_NULL) {
        if (mp_obj_is_subclass_fast(MP_OBJ_FROM_PTR(mp_obj_get_type(args[0])), MP_OBJ_TYPE_GET_SLOT(self->type, parent))) {
            mp_raise_msg(&mp_type_AttributeError, MP_ERROR_TEXT("call super().__init__() first"));
        }
        mp_raise_TypeError(MP_ERROR_TEXT("wrong type"));
    }
    if (part != args[0]) {
        mp_obj_instance_t *whole = MP_OBJ_TO_PTR(args[0]);
        if (whole->members.used != 0) {
            hand_over_attributes(whole, part, self->type);
        }
        if (self->through_self != NULL) {
            return self->through_self(self, part, n_args, n_kw, args);
        }
    }
    mp_obj_t with_part[MAX_ARGS];
    memcpy(with_part, args, (n_args + 2 * n_kw) * sizeof(mp_obj_t));
    with_part[0] = part;
    return mp_call_function_n_kw(in_table(self->type, self->name), n_args, n_kw, with_part);
}

// No built-in function: those MicroPython does not bind to an instance of a class of Python's.
static MP_DEFINE_CONST_OBJ_TYPE(method_type, MP_QSTR_function, MP_TYPE_FLAG_BINDS_SELF, call, method_call);

#define METHOD_THROUGH(class, name, through_self) { \
        MP_ROM_QSTR(MP_QSTR_##name), \
        MP_ROM_PTR((&(const method_t) { { &method_type }, &uasyncio_type_##class, through_self, MP_QSTR_##name })) \
}
#define METHOD(class, name) METHOD_THROUGH(class, name, NULL)

bool uasyncio_overrides(mp_obj_t object, qstr name, mp_obj_t *call) {
    const mp_obj_type_t *type = mp_obj_get_type(object);
    mp_obj_t own = MP_OBJ_NULL;
    if (!mp_obj_is_instance_type(type)) {
        if (((uasyncio_with_attributes_t *)MP_OBJ_TO_PTR(object))->attributes == MP_OBJ_NULL && !class_has_names(object)) {
            return false;
        }
        own = in_table(type, name);
    }
    mp_load_method(object, name, call);
    return call[0] != own && !mp_obj_is_type(call[0], &method_type);
}

void uasyncio_tell_of_names(mp_obj_t object) {
    uasyncio_with_attributes_t *self = MP_OBJ_TO_PTR(object);
    if (self->attributes == MP_OBJ_NULL && class_has_names(object)) {
        self->attributes = mp_obj_new_dict(0);
    }
}

// The library's function takes the whole as well as the part.
static mp_obj_t with_whole(const method_t *self, mp_obj_t part, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)part;
    return mp_call_function_n_kw(in_table(self->type, self->name), n_args, n_kw, args);
}

static mp_obj_t call_own(mp_obj_t whole, qstr name) {
    mp_obj_t call[2];
    mp_load_method(whole, name, call);
    return mp_call_method_n_kw(0, 0, call);
}

// --- Classes -------------------------------------------------------------------------------------------------------

// A class that a program may derive from: its names in C and in Python, and how it is a stream, with the place of that among the
// slots, or 0.  It lies in RAM because MicroPython writes into its flags that a class was derived from it.
#define CLASS(class, Name, protocol_slot, ...) \
    static mp_obj_t class##_make(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) { \
        type = &uasyncio_type_##class; \
        return MP_OBJ_TYPE_GET_SLOT(type, make_new)(type, n_args, n_kw, args); \
    } \
    static MP_DEFINE_CONST_DICT(class##_methods, class##_table); \
    static MP_DEFINE_CONST_OBJ_TYPE( \
    class##_part, MP_QSTR_##Name, MP_TYPE_FLAG_NONE, \
    make_new, class##_make, parent, &uasyncio_type_derivable); \
    static MP_DEFINE_CONST_OBJ_TYPE( \
    class##_functions, MP_QSTR_##Name, MP_TYPE_FLAG_INSTANCE_TYPE, \
    locals_dict, &class##_methods, parent, &class##_part); \
    mp_obj_type_t uasyncio_class_##class = { \
        .base = { &mp_type_type }, .flags = MP_TYPE_FLAG_INSTANCE_TYPE, .name = MP_QSTR_##Name, \
        .slot_index_make_new = 1, .slot_index_locals_dict = 2, .slot_index_parent = 3, .slot_index_protocol = protocol_slot, \
        .slots = { class##_make, &MP_STATE_VM(uasyncio_class_names)[UASYNCIO_CLASS_##class], &class##_functions, __VA_ARGS__ }, \
    }

static const mp_rom_map_elem_t event_table[] = {
    METHOD(event, wait),
    METHOD(event, set),
    METHOD(event, clear),
    METHOD(event, is_set),
};
CLASS(event, Event, 0);

// Upstream's methods of a lock, as they call one another.
static mp_obj_t aenter(mp_obj_t whole) {
    return call_own(whole, MP_QSTR_acquire);
}

static mp_obj_t aexit(mp_obj_t whole) {
    return uasyncio_value(call_own(whole, MP_QSTR_release));
}

// A task that is cancelled on its way to the lock calls self.release().
static mp_obj_t acquire(mp_obj_t lock, mp_obj_t whole) {
    mp_obj_t call[2];
    return uasyncio_overrides(whole, MP_QSTR_release, call) ? uasyncio_lock_acquire_for(lock, whole) : uasyncio_lock_acquire(lock);
}

mp_obj_t uasyncio_lock_acquire_self(mp_obj_t lock) {
    return IS_UNCHANGED(lock, lock) ? uasyncio_lock_acquire(lock) : acquire(lock, lock);
}

mp_obj_t uasyncio_lock_aenter_self(mp_obj_t lock) {
    return IS_UNCHANGED(lock, lock) ? uasyncio_lock_acquire(lock) : aenter(lock);
}

mp_obj_t uasyncio_lock_aexit_self(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return IS_UNCHANGED(args[0], lock) ? uasyncio_lock_aexit(args[0]) : aexit(args[0]);
}

static mp_obj_t lock_aenter(const method_t *self, mp_obj_t part, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    (void)part;
    mp_arg_check_num(n_args, n_kw, 1, 1, false);
    return aenter(args[0]);
}

static mp_obj_t lock_aexit(const method_t *self, mp_obj_t part, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    (void)part;
    mp_arg_check_num(n_args, n_kw, 4, 4, false);
    return aexit(args[0]);
}

static mp_obj_t lock_acquire(const method_t *self, mp_obj_t part, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    mp_arg_check_num(n_args, n_kw, 1, 1, false);
    return acquire(part, args[0]);
}

static const mp_rom_map_elem_t lock_table[] = {
    METHOD_THROUGH(lock, __aexit__, lock_aexit),
    METHOD_THROUGH(lock, __aenter__, lock_aenter),
    METHOD_THROUGH(lock, acquire, lock_acquire),
    METHOD(lock, release),
    METHOD(lock, locked),
};
CLASS(lock, Lock, 0);

// The loop asks self.ioctl().
static mp_obj_t wait(mp_obj_t flag, mp_obj_t whole) {
    mp_obj_t call[2];
    return uasyncio_overrides(whole, MP_QSTR_ioctl, call) ? uasyncio_flag_wait_for(flag, whole) : uasyncio_flag_wait(flag);
}

mp_obj_t uasyncio_flag_wait_self(mp_obj_t flag) {
    return IS_UNCHANGED(flag, flag) ? uasyncio_flag_wait(flag) : wait(flag, flag);
}

static mp_obj_t flag_wait(const method_t *self, mp_obj_t part, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    mp_arg_check_num(n_args, n_kw, 1, 1, false);
    return wait(part, args[0]);
}

static const mp_rom_map_elem_t flag_table[] = {
    METHOD_THROUGH(flag, wait, flag_wait),
    METHOD(flag, set),
    METHOD(flag, clear),
    METHOD(flag, ioctl),
};
CLASS(flag, ThreadSafeFlag, 4, &uasyncio_flag_stream);

#if UASYNCIO_STREAMS
static const mp_rom_map_elem_t stream_table[] = {
    METHOD(stream, readline),
    METHOD(stream, write),
    METHOD(stream, drain),
    METHOD(stream, read),
    METHOD(stream, readinto),
    METHOD(stream, readexactly),
    METHOD(stream, close),
    METHOD(stream, wait_closed),
    METHOD(stream, get_extra_info),
    METHOD(stream, aclose),
    METHOD_THROUGH(stream, awrite, with_whole),
    METHOD_THROUGH(stream, awritestr, with_whole),
};
CLASS(stream, Stream, 0);

#if UASYNCIO_SOCKETS
static const mp_rom_map_elem_t server_table[] = {
    METHOD(server, close),
    METHOD(server, wait_closed),
    METHOD(server, _serve),
    #if UASYNCIO_STREAM_NAMES
    METHOD(server, serve_forever),
    #endif
    METHOD_THROUGH(server, __aenter__, with_whole),
    METHOD_THROUGH(server, __aexit__, with_whole),
};
CLASS(server, Server, 0);
#endif
#endif

#endif // UASYNCIO_OVERRIDES
