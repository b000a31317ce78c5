#include "draw/xref.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY = 20 }; /* "0000000015 00000 n \n" */

static const char FREE_ENTRY[] = "0000000000 00000 f \n";

static const char *find_last(const struct buf *pdf, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = pdf->len; i >= n; i--)
		if (!memcmp(pdf->data + i - n, word, n))
			return pdf->data + i - n;
	return NULL;
}

static int starts_object(const struct buf *pdf, size_t offset, size_t number)
{
	char head[32];
	size_t n = (size_t)snprintf(head, sizeof head, "%zu 0 obj", number);

	return offset + n <= pdf->len && !memcmp(pdf->data + offset, head, n);
}

void xref_cure(struct buf *pdf)
{
	const char *start = find_last(pdf, "startxref");
	size_t at = start ? strtoul(start + strlen("startxref"), NULL, 10) : 0, n;
	char *entry, *end;

	if (!at || at >= pdf->len || strncmp(pdf->data + at, "xref\n0 ", 7))
		return;
	n = strtoul(pdf->data + at + 7, &entry, 10);
	entry += strspn(entry, " \r\n");
	end = pdf->data + pdf->len;
	for (size_t i = 0; i < n && entry + ENTRY <= end; i++, entry += ENTRY)
		if (entry[17] == 'n' && !starts_object(pdf, strtoul(entry, NULL, 10), i))
			memcpy(entry, FREE_ENTRY, ENTRY);
}
