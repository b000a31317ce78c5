#pragma once
/* One XML part of an office document as a stream of events: the only user of expat.
 *
 * Names come without their prefixes. A part with a DOCTYPE or with elements nested absurdly deep is
 * refused. A handler may pause, to hand out what it has, or fail.
 *
 *	struct part *part = part_open(archive, "xl/styles.xml", limit, &EVENTS, context, &err);
 *	while ((status = part_next(part, &err)) > 0)            // 1: a handler paused
 *		...
 *	part_close(part); */
#include <stdint.h>

#include "base/err.h"
#include "source/source.h"
#include "zip/archive.h"

struct part;

struct part_events {
	void (*start)(void *context, const char *name, const char **attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, const char *text, int n); /* may come in pieces; or NULL */
};

struct part *part_open(struct archive *archive, const char *name, uint64_t limit,
	const struct part_events *events, void *context, struct err *err);
/* An XML document that is a file of its own, in UTF-8, from an offset on: its start, or that of an
 * element right inside the root. */
struct part *part_open_source(const struct source *source, uint64_t at,
	const struct part_events *events, void *context, struct err *err);
struct part *part_open_inside(const struct source *source, uint64_t at,
	const struct part_events *events, void *context, struct err *err);
/* 1: paused; 0: the part is whole and its checksum right; -1. */
int part_next(struct part *part, struct err *err);
void part_close(struct part *part);

/* To be called by handlers. The offset is that of the tag or text that is being handled. */
uint64_t part_offset(const struct part *part);
void part_pause(struct part *part);
void part_fail(struct part *part, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Opens, reads to the end and closes; the handlers cannot pause or fail. */
int part_read(struct archive *archive, const char *name, uint64_t limit,
	const struct part_events *events, void *context, struct err *err);

/* The attribute's value or NULL; `name` without prefix. */
const char *part_attribute(const char **attributes, const char *name);
