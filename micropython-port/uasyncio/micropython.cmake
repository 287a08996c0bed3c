# MicroPython's CMake-based ports (esp32, rp2) include this file through USER_C_MODULES or a manifest's c_module().
#
#   UASYNCIO_LIB=<libuasyncio.a>   links a prebuilt archive; without it the one that was delivered in lib/, or cargo
#                                  builds one
#   UASYNCIO_TARGET=<triple>[+a]   which archive, where the compiler's flags do not tell (cpu.h)
include_guard(GLOBAL)

set(UASYNCIO_PORT_DIR ${CMAKE_CURRENT_LIST_DIR})
get_filename_component(UASYNCIO_DIR ${UASYNCIO_PORT_DIR}/../.. ABSOLUTE)

# --- The C half ------------------------------------------------------------------------------------------------------

add_library(usermod_uasyncio INTERFACE)
target_link_libraries(usermod INTERFACE usermod_uasyncio)

foreach(source aeabi moduasyncio loop modules attributes function types overrides exceptions sync tasks futures groups handles runner threads monitor clock outside streams port port_types port_values wait_event wait_epoll epoll_records epoll_registry epoll_watch socket_unix interrupt_unix schedule_unix)
    target_sources(usermod_uasyncio INTERFACE ${UASYNCIO_PORT_DIR}/${source}.c)
endforeach()
target_include_directories(usermod_uasyncio INTERFACE ${UASYNCIO_PORT_DIR} ${UASYNCIO_DIR}/include)

# MicroPython's settings are read through ours, which know what the port's are. The scan for names and modules looks only
# at the firmware's own options, and would register upstream's module; it minds no redefinition.
target_compile_options(usermod_uasyncio INTERFACE "SHELL:-iquote ${UASYNCIO_PORT_DIR}/config")
list(APPEND MICROPY_CPP_DEF_EXTRA
    MICROPY_PY_ASYNCIO=0 MICROPY_MODULE_BUILTIN_SUBPACKAGES=1 MICROPY_MODULE_BUILTIN_INIT=1
    MICROPY_MODULE_ATTR_DELEGATION=1)

# --- Which archive ---------------------------------------------------------------------------------------------------

if(NOT UASYNCIO_TARGET AND NOT UASYNCIO_LIB)
    # The Xtensa chips share a compiler and its flags; the ESP32-S2 lacks instructions that the other two have.
    if(IDF_TARGET MATCHES "^esp32(s[23])?$")
        set(UASYNCIO_TARGET xtensa-${IDF_TARGET}-none-elf)
    else()
        separate_arguments(uasyncio_flags UNIX_COMMAND "${CMAKE_C_FLAGS}")
        execute_process(
            COMMAND ${CMAKE_C_COMPILER} ${uasyncio_flags} -g0 -E -P -x c ${UASYNCIO_PORT_DIR}/cpu.h
            OUTPUT_VARIABLE UASYNCIO_TARGET ERROR_QUIET)
        string(REGEX REPLACE "[^a-z0-9_.-]" "" UASYNCIO_TARGET "${UASYNCIO_TARGET}")
    endif()
    if(NOT UASYNCIO_TARGET)
        message(FATAL_ERROR "uasyncio: no archive is known for what ${CMAKE_C_COMPILER} compiles with this port's flags. "
            "Name one with -DUASYNCIO_TARGET=<triple>, or give the archive itself with -DUASYNCIO_LIB=<libuasyncio.a>")
    endif()
    # All boards of the ports with CMake have object representation A; the linker says so if one has not.
    string(APPEND UASYNCIO_TARGET "+a")
endif()

# --- The Rust half ---------------------------------------------------------------------------------------------------

if(UASYNCIO_LIB)
    get_filename_component(UASYNCIO_ARCHIVE ${UASYNCIO_LIB} ABSOLUTE)
else()
    set(UASYNCIO_ARCHIVE ${CMAKE_BINARY_DIR}/uasyncio/libuasyncio.a)
    # Always run: cargo knows best whether the archive is current, and its date changes only when its content does.
    add_custom_target(uasyncio_archive
        COMMAND ${CMAKE_COMMAND} -E env AR=${CMAKE_AR} OBJCOPY=${CMAKE_OBJCOPY}
            ${UASYNCIO_PORT_DIR}/build_lib.sh ${UASYNCIO_TARGET} ${UASYNCIO_ARCHIVE}
        BYPRODUCTS ${UASYNCIO_ARCHIVE}
        VERBATIM)
    add_dependencies(usermod_uasyncio uasyncio_archive)
endif()
target_link_libraries(usermod_uasyncio INTERFACE ${UASYNCIO_ARCHIVE})

# Where the firmware's own objects are in an archive, too (ESP-IDF), the linker looks through it once, before it knows
# what ours wants from there. One name from each file that has some; the linker says so where one does not exist.
target_link_options(usermod_uasyncio INTERFACE -Wl,--require-defined=uasyncio_port_new
    -Wl,--require-defined=uasyncio_port_text -Wl,--require-defined=uasyncio_port_wait)
