#pragma once
/* Files read whole, and files that appear whole or not at all.
 *
 *	struct outfile *out = outfile_open("report.pdf", &err);
 *	fwrite(bytes, 1, n, outfile_stream(out));
 *	if (outfile_commit(out, &err) < 0)      // fsync, rename, fsync of the folder
 *		...                             // nothing has changed at 'report.pdf'
 *
 * Several outputs of one run are finished first and renamed together:
 *	outfile_finish() each, then outfile_commit() each.
 * "-" is the standard output: nothing to rename, a failed write is still an error. A target that is
 * no regular file (/dev/full, a pipe) is written directly. Until it is committed a file has no
 * name, where the file system knows such: a process that is killed leaves nothing behind. */
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

struct outfile;

struct outfile *outfile_open(const char *path, struct err *err);
FILE *outfile_stream(struct outfile *out);
int outfile_finish(struct outfile *out, struct err *err); /* flush and fsync beside the target */
int outfile_commit(struct outfile *out, struct err *err); /* finish if need be, rename; frees it */
void outfile_abandon(struct outfile *out);                /* the target is untouched; frees it */
/* Another file, whole, that appears when `out` is committed and not when it is abandoned: a picture
 * of a document. */
int outfile_add_companion(
	struct outfile *out, const char *path, const void *bytes, size_t n, struct err *err);
/* Committing then fails where the path exists, instead of replacing what is there. */
void outfile_keep_existing(struct outfile *out);

/* The whole file, "-" is stdin; refuses folders by name. `out` is empty when it fails. */
int file_read(const char *path, struct buf *out, struct err *err);
int file_write(const char *path, const void *bytes, size_t n, struct err *err); /* whole or not */
/* The first half of file_write(): finished, to be committed or abandoned; NULL when it fails. */
struct outfile *file_prepare(const char *path, const void *bytes, size_t n, struct err *err);

/* "a/b/c.csv" -> "c.csv"; points into path. */
const char *file_name(const char *path);
