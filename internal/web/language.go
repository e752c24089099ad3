package web

import (
	"cmp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/summary"
	"tripol/internal/words"
)

// Lists that are read whole are sorted by the reader's language here, above the database, which has one collation for
// all readers. Lists with a cursor keep the order of their index (docs/decisions/2026-11-30-order-of-lists.md).

// language returns the reader's language: the one that the request states, which is the one chosen on the device,
// before that of the account.
func (c *call) language() words.Language {
	if language, stated := words.Stated(c.Get(fiber.HeaderAcceptLanguage)); stated {
		return language
	}
	for _, own := range []string{c.phone.Language, c.session.Language} {
		if language := words.Language(own); language.Known() {
			return language
		}
	}
	return words.English
}

// markWord returns the words of marks in a language, for families without a name. The catalogue is embedded, and a test
// loads it: without it the words are English.
func markWord(language words.Language) household.MarkWord {
	catalogue, err := messages()
	if err != nil {
		return household.EnglishMark
	}
	return func(mark string) string {
		if mark == "" {
			return catalogue.T(language, "family.without_mark", nil)
		}
		return catalogue.T(language, "mark."+mark, nil)
	}
}

// callNames replaces the empty names of calls by designations.
func callNames(tx *db.Tx, calls []summary.Call, language words.Language) error {
	families := make(map[household.ID]household.Household, len(calls))
	for _, one := range calls {
		families[one.Household] = household.Household{Name: one.Name, Mark: one.Mark}
	}
	called, err := card.Called(tx, families, markWord(language))
	for i, one := range calls {
		calls[i].Name = called[one.Household]
	}
	return err
}

// sortItems sorts by name. Of two items with the same code the first, which is the organisation's own, stays before the
// common one.
func sortItems(items []stock.Item, language words.Language) {
	names := make(map[string]string, len(items))
	for _, item := range items {
		if _, known := names[item.Code]; !known {
			names[item.Code] = item.Names().In(language)
		}
	}
	words.SortBy(items, language, func(item stock.Item) string { return names[item.Code] })
}

// sortPeople sorts by name, ended accounts last.
func sortPeople(listed []PersonView, language words.Language) {
	words.SortBy(listed, language, func(p PersonView) string { return p.Name })
	slices.SortStableFunc(listed, func(a, b PersonView) int {
		return before(a.State != people.HasEnded, b.State != people.HasEnded)
	})
}

// sortCalls sorts each place's families by name: those to call first, then the others.
func sortCalls(calls []summary.Call, language words.Language) {
	words.SortBy(calls, language, func(one summary.Call) string { return one.Name })
	slices.SortStableFunc(calls, func(a, b summary.Call) int {
		return cmp.Or(before(a.First, b.First), cmp.Compare(a.AreaPath, b.AreaPath))
	})
}

// before orders what is so before what is not.
func before(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
