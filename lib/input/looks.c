#include "input/looks.h"

#include <string.h>

#include "input/moment.h"

enum { LONGEST = 64 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(struct span cell)
{
	size_t n = 0;

	for (size_t i = 0; i < cell.n; i++)
		n += is_digit(cell.text[i]);
	return n;
}

bool looks_like_date(struct span cell)
{
	static const struct date_orders NO_ORDERS;
	struct moment moment;
	bool has_sign = false;

	if (cell.n < 6 || cell.n > LONGEST || !count_digits(cell))
		return false;
	for (size_t i = 0; i < cell.n; i++)
		has_sign |= strchr("-/.:", cell.text[i]) || cell.text[i] < 0;
	return has_sign && moment_read(cell.text, cell.n, &NO_ORDERS, &moment) != MOMENT_NONE &&
	       (moment.has_date || moment.shape >= 0);
}

/* Digits and stars without +86, blanks and dashes; 0 when there is anything else. */
static size_t dial(struct span cell, char out[LONGEST])
{
	size_t n = 0, start;

	if (cell.n > LONGEST)
		return 0;
	for (size_t i = 0; i < cell.n; i++)
		if (is_digit(cell.text[i]) || cell.text[i] == '*')
			out[n++] = cell.text[i];
		else if (!strchr("+- ()", cell.text[i]))
			return 0;
	start = n > 11 && !memcmp(out, "86", 2) ? 2 : n > 13 && !memcmp(out, "0086", 4) ? 4 : 0;
	memmove(out, out + start, n - start);
	return n - start;
}

bool looks_like_phone(struct span cell)
{
	char number[LONGEST];
	size_t n = dial(cell, number);

	if (n == 11 && number[0] == '1')
		return number[1] >= '3' || number[1] == '*';
	if (n >= 10 && n <= 12 && number[0] == '0')
		return number[1] != '0';
	return n == 10 && (!memcmp(number, "400", 3) || !memcmp(number, "800", 3));
}

bool looks_like_email(struct span cell)
{
	const char *at = memchr(cell.text, '@', cell.n);
	size_t left = at ? cell.n - (size_t)(at - cell.text) - 1 : 0;

	return at && at != cell.text && left > 3 && memchr(at + 1, '.', left) &&
	       !memchr(cell.text, ' ', cell.n) && !memchr(at + 1, '@', left);
}

/* 18 signs of an identity card: six of the place, then a day of birth. */
static bool is_identity_card(struct span cell)
{
	return cell.n == 18 &&
	       (!memcmp(cell.text + 6, "19", 2) || !memcmp(cell.text + 6, "20", 2)) &&
	       cell.text[10] <= '1' && cell.text[12] <= '3';
}

bool looks_like_order(struct span cell)
{
	if (cell.n > 1 && cell.text[0] == '\'')
		cell = (struct span){cell.text + 1, cell.n - 1};
	return cell.n >= 12 && cell.n <= 32 && count_digits(cell) == cell.n &&
	       !is_identity_card(cell) && !looks_like_phone(cell);
}

bool looks_like_number(struct span cell)
{
	size_t digits = count_digits(cell);

	for (size_t i = 0; i < cell.n; i++)
		if (!is_digit(cell.text[i]) && !strchr("+-.,%", cell.text[i]))
			return false;
	return digits;
}

bool looks_like_words(struct span cell)
{
	size_t letters = 0;

	for (size_t i = 0; i < cell.n; i++)
		letters += cell.text[i] < 0 ||
			   ((cell.text[i] | 0x20) >= 'a' && (cell.text[i] | 0x20) <= 'z');
	return letters * 5 >= cell.n * 3;
}

bool looks_like_data(struct span cell)
{
	return looks_like_date(cell) || looks_like_phone(cell) || looks_like_email(cell) ||
	       looks_like_order(cell);
}
