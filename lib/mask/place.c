#include "mask/place.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "mask/word.h"

enum {
	LONGEST_NAME = 4,      /* characters in front of 路, 街, 小区 */
	LONGEST_ADDRESS = 120, /* bytes behind "地址：" */
	LONGEST_NUMBER = 6,
	ROOM_DIGITS = 3, /* so many are a room without a word: "3号501" */
};

/* What no street's name holds. */
static const char STOPS[] =
	"住在于於到至往从從去的了是寄送给給把说說与與我你他她您这這那哪条條个個每"
	"区區县縣市省镇鎮乡鄉址收店";

/* What is no name alone: 一路, 公路, 上街. */
static const char NO_NAMES[] =
	"一二三四五六七八九十两兩几幾公马馬铁鐵水油气氣道同后後让讓半走上下出迷问問逛沿"
	"网網线線电電管思套";

/* What is no street wherever it stands. */
static const char *const NO_STREETS[] = {
	"网路", "網路", "线路", "線路", "电路", "電路", "管路", "管線", "思路", "套路", NULL};

static const char *const STREETS[] = {"大道", "路", "街", "巷", "弄", "胡同", "村", "小区", "小區",
	"社区", "社區", "花园", "花園", "公寓", "家园", "家園", "苑", "大厦", "大廈", NULL};

/* Longer ones first. */
static const char *const HOUSES[] = {
	"号楼", "號樓", "号院", "號院", "号", "號", "弄", "巷", "栋", "棟", "幢", "座", NULL};
/* What more there is behind a house, besides. */
static const char *const ROOMS[] = {"单元", "單元", "楼", "樓", "层", "層", "室", "房", NULL};

/* "5号线", "3号车" */
static const char NO_HOUSE[] = "线線车車";

static const char NUMERALS[] = "一二三四五六七八九十百零〇甲乙丙丁";

/* Digits, letters and numerals, "12-3" and "12之3" among them; the bytes, 0: none. */
static size_t number_at(const char *p, size_t n)
{
	size_t length = 0, signs = 0;

	while (length < n && signs < LONGEST_NUMBER) {
		bool is_joined = length && length + 1 < n && p[length] == '-' &&
				 isdigit((unsigned char)p[length + 1]);

		if (isalnum((unsigned char)p[length]) || is_joined)
			length++;
		else if (n - length >= HAN &&
			 (word_is_listed(NUMERALS, p + length) ||
				 (length && word_is_listed("之", p + length)) ||
				 (p[length] == '\xEF' && p[length + 1] == '\xBC' &&
					 (unsigned char)p[length + 2] >= 0x90 &&
					 (unsigned char)p[length + 2] <= 0x99)))
			length += HAN; /* full-width digits are U+FF10 to U+FF19 */
		else
			break;
		signs++;
	}
	return length;
}

/* "12号" */
static size_t unit_at(const char *p, size_t n, const char *const *units)
{
	size_t number = number_at(p, n), unit;

	unit = number ? word_starts(p + number, n - number, units) : 0;
	if (!unit)
		return 0;
	number += unit;
	return n - number >= HAN && word_is_listed(NO_HOUSE, p + number) ? 0 : number;
}

/* "501" at the end of an address, or "之1". */
static size_t bare_room_at(const char *p, size_t n)
{
	bool is_part = n > HAN && word_is_listed("之", p);
	size_t length = is_part ? HAN : 0, digits = 0;

	while (length < n && isdigit((unsigned char)p[length])) {
		length++;
		digits++;
	}
	if (is_part)
		return digits ? length : 0;
	if (digits < ROOM_DIGITS || (length < n && isalnum((unsigned char)p[length])))
		return 0;
	return word_is_han(p + length, n - length) ? 0 : length;
}

static size_t skip_blank(const char *p, size_t n)
{
	return n && *p == ' ' ? 1 : 0;
}

/* A further house, a room, or a number without a word; 0: none. */
static size_t room_at(const char *p, size_t n)
{
	size_t length = unit_at(p, n, HOUSES);

	if (!length)
		length = unit_at(p, n, ROOMS);
	return length ? length : bare_room_at(p, n);
}

/* The house and what follows of it; 0: none. */
static size_t house_at(const char *p, size_t n)
{
	size_t length = skip_blank(p, n), more, blank;

	more = unit_at(p + length, n - length, HOUSES);
	if (!more)
		return 0;
	for (length += more;; length += blank + more) {
		blank = skip_blank(p + length, n - length);
		more = room_at(p + length + blank, n - length - blank);
		if (!more)
			return length;
	}
}

/* "五段" behind a street. */
static size_t section_at(const char *p, size_t n)
{
	static const char *const sections[] = {
		"一段", "二段", "三段", "四段", "五段", "六段", "七段", "八段", "九段", NULL};

	return word_starts(p, n, sections);
}

static bool is_name(const char *p, size_t length)
{
	return length > HAN || (length == HAN && !word_is_listed(NO_NAMES, p));
}

/* From the name of a street to its last room; 0: none. */
static size_t street_at(const char *p, size_t n)
{
	size_t name = 0;

	for (int k = 0; k <= LONGEST_NAME; k++) {
		size_t street, house;

		if (!word_is_han(p + name, n - name))
			return 0;
		street = is_name(p, name) ? word_starts(p + name, n - name, STREETS) : 0;
		if (street && !word_ends_any(p, p + name + street, NO_STREETS)) {
			street += section_at(p + name + street, n - name - street);
			house = house_at(p + name + street, n - name - street);
			if (house)
				return name + street + house;
		}
		if (word_is_listed(STOPS, p + name))
			return 0;
		name += HAN;
	}
	return 0;
}

/* Behind "地址：", up to the next comma or end, where it names something that addresses have. */
static size_t labelled_at(const char *start, const char *p, size_t n)
{
	static const char *const labels[] = {
		"地址：", "地址:", "地址是", "住址：", "住址:", "住址是", NULL};
	static const char parts[] = "路街道巷弄号號栋棟楼樓室村苑镇鎮乡鄉";
	size_t length = 0;
	bool is_address = false;

	if (!word_ends_any(start, p > start && p[-1] == ' ' ? p - 1 : p, labels))
		return 0;
	while (length < n && length < LONGEST_ADDRESS && !strchr(",;!?\n\r\t", p[length])) {
		uint32_t code;
		size_t next = text_decode(p + length, n - length, &code);

		if (next == HAN && word_is_listed("，。；、！？", p + length))
			break;
		is_address |= next == HAN && word_is_listed(parts, p + length);
		length += next;
	}
	return is_address ? length : 0;
}

size_t mask_place(const char *start, const char *p, size_t n, struct buf *out)
{
	size_t length = *p == ' ' ? 0 : labelled_at(start, p, n);

	if (!length)
		length = street_at(p, n);
	if (length)
		buf_add_text(out, "****");
	return length;
}
