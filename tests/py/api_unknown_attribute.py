# Looking up, or importing, a name that isn't there.
import asyncio

try:
    asyncio.no_such_name
except AttributeError as er:
    print("AttributeError")

print(hasattr(asyncio, "no_such_name"), hasattr(asyncio.core, "no_such_name"))
print(getattr(asyncio, "no_such_name", "default"))

try:
    from asyncio import no_such_name
except (ImportError, AttributeError):  # AttributeError from upstream's lazy loader
    print("no such name")

try:
    import asyncio.no_such_module
except ImportError:
    print("ImportError")

# The module still works.
print(asyncio.Event().is_set())
