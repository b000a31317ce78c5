#pragma once
/* A store that is being made for the first time goes with its maker: when that is told to end
 * (SIGINT, SIGTERM, SIGHUP), the unfinished file is removed, and the signal then does what it does.
 * Nothing else of a run needs that: outputs have no name until they are whole. */
struct store;

/* Of a store that is no new one: nothing. */
void interrupt_removes(const struct store *store);
