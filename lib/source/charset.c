#include "source/charset.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

enum { HEAD = 4096 };

/* Names that pages give to encodings which hold more than they say. */
static const struct {
	const char *said, *meant;
} MEANT[] = {
	{"gb2312", "GB18030"},
	{"gbk", "GB18030"},
	{"x-gbk", "GB18030"},
	{"gb_2312-80", "GB18030"},
	{"big5", "BIG5-HKSCS"},
	{"x-sjis", "CP932"},
	{"shift_jis", "CP932"},
	{"iso-8859-1", "CP1252"},
	{"us-ascii", "CP1252"},
};

/* The word behind charset= or encoding=, quoted or not; "" when there is none. */
static void said(const char *head, char *name, size_t size)
{
	static const char *const KEYS[] = {"charset", "encoding"};

	*name = '\0';
	for (size_t i = 0; i < 2 && !*name; i++) {
		const char *p = strcasestr(head, KEYS[i]);

		if (!p)
			continue;
		p += strlen(KEYS[i]);
		p += strspn(p, " \t\r\n");
		if (*p++ != '=')
			continue;
		p += strspn(p, " \t\r\n\"'");
		snprintf(name, size, "%.*s", (int)strcspn(p, " \t\r\n\"'>/;?"), p);
	}
	for (size_t i = 0; i < sizeof MEANT / sizeof *MEANT; i++)
		if (!strcasecmp(name, MEANT[i].said))
			snprintf(name, size, "%s", MEANT[i].meant);
}

/* Where nothing but the document's own word can tell. */
static bool is_open(const struct source *source)
{
	return !source->is_utf8 && !source->has_nul;
}

int charset_find(
	struct encoding *encoding, const struct source *source, const char *wanted, struct err *err)
{
	char head[HEAD + 1], name[sizeof encoding->name];
	int64_t n = source_read(source, 0, head, HEAD, err);
	struct err unknown;

	if (n < 0)
		return -1;
	head[n] = '\0';
	said(head, name, sizeof name);
	if (!wanted && is_open(source) && *name && strcasecmp(name, "utf-8") != 0 &&
		encoding_find(encoding, source, name, &unknown) == 0)
		return 0;
	return encoding_find(encoding, source, wanted, err);
}
