#pragma once
/* How far a long run is: one line on stderr that is written over, from the second half second on;
 * only where stderr is a terminal, and not with -q. cmd_say() and cmd_fail() write over it too. */
#include <stdint.h>

#include "cmd/cmd.h"

/* `what` is borrowed until the end. */
void progress_start(struct run *run, const char *what);
/* So many more rows are done, and this part (0 to 1) of the source. Does nothing before the start.
 */
void progress_step(struct run *run, uint64_t n_rows, double done);
void progress_end(struct run *run);
/* The line goes away until the next step. */
void progress_hide(struct run *run);
