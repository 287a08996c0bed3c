# For USER_C_MODULES=<repository>/micropython-port/micropython.cmake, or the folder.
include(${CMAKE_CURRENT_LIST_DIR}/uasyncio/micropython.cmake)
