#include "mask/street.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { STREET_WORDS = 4, LONGEST_ROOM = 5 };

static const char *const STREETS[] = {"street", "st", "road", "rd", "avenue", "ave", "lane",
	"drive", "boulevard", "blvd", "crescent", "terrace", "court", "square", "close", "grove",
	"way", "highway", "gardens", NULL};
static const char *const ROOMS[] = {"flat ", "apartment ", "apt ", "apt. ", "unit ", NULL};
/* Behind a street only: they stand elsewhere too. */
static const char *const PARTS[] = {"suite ", "room ", "floor ", "#", NULL};

/* In front of a house: small letters may name its street. */
static const char *const ANNOUNCED[] = {"live at ", "lives at ", "living at ", "address is ",
	"address: ", "deliver to ", "delivered to ", "home at ", NULL};

static bool is_street(const char *word, size_t n)
{
	for (const char *const *street = STREETS; *street; street++)
		if (n == strlen(*street) && !strncasecmp(word, *street, n))
			return true;
	return false;
}

static bool ends_with_any(const char *before, const char *const *words)
{
	size_t have = strlen(before);

	for (; *words; words++) {
		size_t length = strlen(*words);

		if (have >= length && !strcmp(before + have - length, *words))
			return true;
	}
	return false;
}

static size_t named_at(const char *text, size_t n, const char *const *rooms)
{
	size_t number;

	for (const char *const *room = rooms; *room; room++) {
		size_t length = strlen(*room);

		if (n < length || strncasecmp(text, *room, length) != 0)
			continue;
		for (number = 0;
			length + number < n && isalnum((unsigned char)text[length + number]);)
			number++;
		return number && number <= LONGEST_ROOM ? length + number : 0;
	}
	return 0;
}

/* ", Apt 3" behind a street; its bytes. */
static size_t room_at(const char *text, size_t n)
{
	size_t at = 0, room;

	at += at < n && text[at] == ',';
	at += at < n && text[at] == ' ';
	room = named_at(text + at, n - at, ROOMS);
	if (!room)
		room = named_at(text + at, n - at, PARTS);
	return room ? at + room : 0;
}

/* " Baker Street" behind a number; its bytes, 0: none. */
static size_t street_at(const char *text, size_t n, bool is_announced)
{
	size_t at = 0;

	for (int words = 0; words < STREET_WORDS && at + 1 < n && text[at] == ' '; words++) {
		const char *word = text + ++at;
		size_t length = 0;

		while (at < n && isalpha((unsigned char)text[at])) {
			at++;
			length++;
		}
		if (words && is_street(word, length))
			return at;
		if (!length || (!isupper((unsigned char)*word) && !is_announced))
			return 0;
	}
	return 0;
}

size_t mask_street(const char *before, const char *text, size_t n, size_t number)
{
	size_t street = street_at(text + number, n - number, ends_with_any(before, ANNOUNCED));

	if (street) {
		number += street;
		return number + room_at(text + number, n - number);
	}
	return ends_with_any(before, ROOMS) ? number : 0;
}
