#pragma once

// Called at the end of each collection, before anything is freed.
void collect_finalise(void);
