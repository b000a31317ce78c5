#pragma once
/* What went wrong, written once where the fact is known.
 *
 * A call that can fail returns 0 or -1 (or a pointer or NULL) and takes `struct err *` last.
 * Callers put context in front; only cmd/ prints. Text is UTF-8, lower case, no full stop,
 * subjects in single quotes; control characters are stored as '?'.
 *
 *	struct err err;
 *	if (file_read(path, &data, &err) < 0)
 *		return err_prefix(err, "rules"); */
#include <stdbool.h>

struct err {
	char text[1024];
};

/* Sets the message; returns -1 so that a caller can `return err_set(...)`. */
int err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As err_set, followed by ": " and the text of `errno`. */
int err_errno(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "context: " in front of the message that stands. Returns -1. */
int err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An analyzer that sees only one source file does not know what these return. */
#ifdef __clang_analyzer__
#define err_set(err, ...)                                                                          \
	({                                                                                         \
		(err_set)(err, __VA_ARGS__);                                                       \
		-1;                                                                                \
	})
#define err_errno(err, ...)                                                                        \
	({                                                                                         \
		(err_errno)(err, __VA_ARGS__);                                                     \
		-1;                                                                                \
	})
#define err_prefix(err, ...)                                                                       \
	({                                                                                         \
		(err_prefix)(err, __VA_ARGS__);                                                    \
		-1;                                                                                \
	})
#endif
