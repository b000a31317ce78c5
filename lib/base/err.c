#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message goes to a terminal or a log line: no byte of it may move the cursor or end the line. */
static void hide_controls(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

/* A cut at the buffer's end must not leave half a character. */
static void cut_whole(char *text, size_t size)
{
	size_t n = strlen(text);

	if (n + 1 < size)
		return;
	while (n > 0 && ((unsigned char)text[n - 1] & 0xc0) == 0x80)
		n--;
	if (n > 0 && (unsigned char)text[n - 1] >= 0xc0)
		n--;
	text[n] = '\0';
}

int(err_set)(struct err *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	cut_whole(err->text, sizeof err->text);
	hide_controls(err->text);
	return -1;
}

int(err_errno)(struct err *err, const char *format, ...)
{
	int number = errno;
	char what[sizeof err->text / 2];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	cut_whole(what, sizeof what);
	return err_set(err, "%s: %s", what, strerror(number));
}

int(err_prefix)(struct err *err, const char *format, ...)
{
	char context[sizeof err->text / 2];
	char rest[sizeof err->text];
	va_list args;

	va_start(args, format);
	vsnprintf(context, sizeof context, format, args);
	va_end(args);
	cut_whole(context, sizeof context);
	memcpy(rest, err->text, sizeof rest);
	return err_set(err, "%s: %s", context, rest);
}
