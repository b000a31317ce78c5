#pragma once
/* The bytes of one input: a file as it lies, or spooled to an unlinked temporary file when
 * it is a pipe or compressed by gzip, so that it can be read twice. What they are is decided by the
 * bytes, never by the name. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "source/hasher.h"

enum source_kind {
	SOURCE_TEXT, /* delimited text in some encoding */
	SOURCE_XLSX, /* a zip; whether it is a workbook shows when it is opened */
	SOURCE_HTML, /* a web page, perhaps with a table */
	SOURCE_XML,  /* an XML spreadsheet */
	SOURCE_XLS,  /* an OLE container, likewise, or the records of an old workbook */
};

struct source {
	int fd;
	enum source_kind kind;
	uint64_t size;
	bool is_utf8; /* all bytes are, strictly, and none is NUL */
	bool has_nul;
	bool has_high;  /* bytes that are not ASCII */
	bool has_long;  /* lead bytes of three or more, as all of Chinese in UTF-8 has */
	bool has_latin; /* the byte C3, as no Chinese in UTF-8 has, but every one encoded twice */
	struct hasher *hasher; /* of what was unpacked, where it was */
};

/* `path` "-" is stdin. -1 for what cannot be read, is empty, or is of a kind that cannot be a table
 * (named in the message). */
int source_open(struct source *source, const char *path, struct err *err);
void source_close(struct source *source);

/* Reads up to n bytes at an offset, less only at the end; -1 on a read error. */
int64_t source_read(
	const struct source *source, uint64_t offset, void *bytes, size_t n, struct err *err);
