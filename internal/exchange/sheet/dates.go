package sheet

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// The date orders of a list. A four-digit year in front is accepted in every order.
const (
	DayFirst   = "dmy"
	MonthFirst = "mdy"
	YearFirst  = "ymd"
)

// months are the full names and usual spellings of the months, folded; English ones are also known by three letters.
var months = numbered(
	"january জানুয়ারি জানুয়ারী जनवरी", "february ফেব্রুয়ারি ফেব্রুয়ারী फ़रवरी फरवरी", "march মার্চ मार्च",
	"april এপ্রিল अप्रैल", "may মে मई", "june জুন जून", "july জুলাই जुलाई", "august আগস্ট আগষ্ট अगस्त",
	"september sept সেপ্টেম্বর সেপ্টেম্বার सितंबर सितम्बर", "october অক্টোবর অক্টোবার अक्टूबर अक्तूबर",
	"november নভেম্বর নভেম্বার नवंबर नवम्बर", "december ডিসেম্বর ডিসেম্বার दिसंबर दिसम्बर",
)

// weekdays stand beside a date and say nothing about it.
var weekdays = numbered(
	"sunday রবিবার রবি रविवार इतवार", "monday সোমবার সোম सोमवार", "tuesday tues মঙ্গলবার মঙ্গল मंगलवार",
	"wednesday বুধবার বুধ बुधवार", "thursday thur thurs বৃহস্পতিবার বৃহস্পতি गुरुवार", "friday শুক্রবার শুক্র शुक्रवार",
	"saturday শনিবার শনি शनिवार",
)

func numbered(names ...string) map[string]int {
	known := map[string]int{}
	for i, spellings := range names {
		for n, word := range strings.Fields(spellings) {
			known[Fold(word)] = i + 1
			if n == 0 {
				known[word[:3]] = i + 1
			}
		}
	}
	return known
}

// Date parses a date in the given order: digits of any script, separated by - / . or spaces, the month in digits or
// words, with or without a weekday, an ordinal (25th) and a time of day; or a spreadsheet's serial number of days since
// 1899-12-30. It returns false for a date that does not exist.
func Date(text, order string) (time.Time, bool) { return DateIn(text, order, false) }

// days1904 is the difference of the two date systems of spreadsheets.
const days1904 = 1462

// DateIn parses a date as Date does; the serial numbers of some workbooks count from 1904-01-01.
func DateIn(text, order string, from1904 bool) (time.Time, bool) {
	text = Fold(plain(text))
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		if from1904 {
			serial += days1904
		}
		if serial < 366 || serial > 73050 { // from 1901 to the end of 2099
			return time.Time{}, false
		}
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial)), true
	}
	parts := dateParts(text)
	if len(parts) != 3 {
		return time.Time{}, false
	}
	switch {
	case len(parts[0]) == 4 && isDigits(parts[0]), order == YearFirst:
		return dateOf(parts[0], parts[1], parts[2])
	case order == MonthFirst && isDigits(parts[0]) && isDigits(parts[1]):
		return dateOf(parts[2], parts[0], parts[1])
	case !isDigits(parts[0]): // May 25, 2020
		return dateOf(parts[2], parts[0], parts[1])
	}
	return dateOf(parts[2], parts[1], parts[0])
}

// dateParts divides a date into day, month and year, in their order. Weekdays and the time of day are left out.
func dateParts(text string) (parts []string) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/., ()'’", r) })
	for i, word := range words {
		if strings.Contains(word, ":") { // the time of day, and all that follows it
			if day, _, joined := strings.Cut(word, "t"); joined && isDigits(day) { // 2020-05-25T00:00:00
				parts = append(parts, day)
			}
			break
		}
		if !besideDate(words[i:], len(parts)) {
			parts = append(parts, ordinal(word))
		}
	}
	return parts
}

// besideDate reports whether the first of the words says nothing about the date, of which some parts are known: a
// weekday, "of", an hour.
func besideDate(words []string, known int) bool {
	word := words[0]
	switch {
	case weekdays[word] > 0 && months[word] == 0:
		return known == 0 || known == 3
	case word == "of":
		return known == 1
	}
	return known == 3 && timeOfDay(words)
}

// timeOfDay reports whether words say an hour without minutes: 4 pm.
func timeOfDay(words []string) bool {
	last := words[len(words)-1]
	hour := strings.TrimSuffix(strings.TrimSuffix(words[0], "am"), "pm")
	return (last == "am" || last == "pm" || hour != words[0]) && len(words) <= 2 && (hour == "" || isDigits(hour))
}

// ordinal takes the ending off an ordinal number.
func ordinal(word string) string {
	for _, ending := range []string{"st", "nd", "rd", "th", "শে", "ই", "লা", "রা", "ঠা"} {
		if day, is := strings.CutSuffix(word, Fold(ending)); is && isDigits(day) && len(day) <= 2 {
			return day
		}
	}
	return word
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func dateOf(year, month, day string) (time.Time, bool) {
	y, okY := yearOf(year)
	m, okM := monthOf(month)
	d, err := strconv.Atoi(day)
	if !okY || !okM || err != nil || !isDigits(day) {
		return time.Time{}, false
	}
	date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return date, date.Year() == y && date.Month() == m && date.Day() == d
}

func yearOf(text string) (int, bool) {
	y, err := strconv.Atoi(text)
	switch {
	case err != nil || !isDigits(text):
		return 0, false
	case len(text) == 2 && y < 70:
		return y + 2000, true
	case len(text) == 2:
		return y + 1900, true
	}
	return y, len(text) == 4 && y >= 1900 && y <= 2099
}

func monthOf(text string) (time.Month, bool) {
	if m := months[norm.NFC.String(text)]; m > 0 {
		return time.Month(m), true
	}
	if len(text) > 3 && text[0] < 0x80 && text[1] < 0x80 && text[2] < 0x80 && !isDigits(text) {
		m := months[text[:3]]
		return time.Month(m), m > 0
	}
	n, err := strconv.Atoi(text)
	return time.Month(n), err == nil && isDigits(text)
}
