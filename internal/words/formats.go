package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DefaultZone is the time zone of an installation without a setting: India's, which has no daylight saving time.
var DefaultZone = time.FixedZone("Asia/Kolkata", 5*60*60+30*60)

// In returns the catalogue for another time zone.
func (c *Catalogue) In(zone *time.Location) *Catalogue {
	return &Catalogue{languages: c.languages, sentences: c.sentences, zone: zone}
}

// Number formats an integer with lakh and crore grouping, in Bengali digits for Bengali: 124310 is 1,24,310 and
// ১,২৪,৩১০. Hindi readers mostly use 0–9.
func (c *Catalogue) Number(language Language, n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	return c.digits(language, sign+grouped(text))
}

// grouped puts commas before the last three digits and before every two digits to their left.
func grouped(text string) string {
	if len(text) <= 3 {
		return text
	}
	head, tail := text[:len(text)-3], text[len(text)-3:]
	for len(head) > 2 {
		tail = head[len(head)-2:] + "," + tail
		head = head[:len(head)-2]
	}
	return head + "," + tail
}

// digits converts 0–9 to the digits of the language.
func (c *Catalogue) digits(language Language, text string) string {
	return written(c.languages[language].Digits, text)
}

// written converts 0–9 to ten other digits; without them the text stays as it is.
func written(digits, text string) string {
	own := []rune(digits)
	if len(own) != 10 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return own[r-'0']
		}
		return r
	}, text)
}

// Moment formats a time as date and clock time.
func (c *Catalogue) Moment(language Language, moment time.Time) string {
	return c.Date(language, moment) + ", " + c.Clock(language, moment)
}

// Digits converts the digits of a text to the reader's script, such as the number of a page.
func Digits(language Language, text string) string { return written(shipped[language].Digits, text) }

// Money formats integer paise as rupees with the sign before the number. Whole rupees have no paise.
func (c *Catalogue) Money(language Language, paise int64) string {
	sign := ""
	if paise < 0 {
		sign, paise = "-", -paise
	}
	text := sign + "₹" + grouped(strconv.FormatInt(paise/100, 10))
	if rest := paise % 100; rest != 0 {
		text += fmt.Sprintf(".%02d", rest)
	}
	return c.digits(language, text)
}

// Date formats the day of a time in the installation's zone: day, month in words, year.
func (c *Catalogue) Date(language Language, moment time.Time) string {
	day := moment.In(c.zone)
	month := c.sentence(language, "month."+strconv.Itoa(int(day.Month())))
	return c.digits(language, strconv.Itoa(day.Day())) + " " + month + " " + c.digits(language, strconv.Itoa(day.Year()))
}

// Clock formats the clock time in the installation's zone, with the part of the day in words.
func (c *Catalogue) Clock(language Language, moment time.Time) string {
	at := moment.In(c.zone)
	hour := at.Hour() % 12
	if hour == 0 {
		hour = 12
	}
	clock := c.digits(language, fmt.Sprintf("%d:%02d", hour, at.Minute()))
	return c.T(language, "time."+partOfDay(at.Hour()), Args{"clock": clock})
}

// partOfDay returns the key of the part of the day: "am" and "pm" in English, from dawn to night in Bengali and
// Hindi.
func partOfDay(hour int) string {
	switch {
	case hour < 4:
		return "small_hours"
	case hour < 6:
		return "dawn"
	case hour < 12:
		return "morning"
	case hour < 15:
		return "noon"
	case hour < 16:
		return "afternoon"
	case hour < 18:
		return "late_afternoon"
	case hour < 20:
		return "evening"
	}
	return "night"
}
