package web

import (
	"fmt"
	"slices"

	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/words"
)

// HistoryView is a household's history, in the order in which the server recorded it.
type HistoryView struct {
	ID       household.ID `json:"id"`
	ErasedAt *db.Instant  `json:"erased_at"`
	Events   []EventView  `json:"events" nullable:"false"`
}

// EventView is one event. Its Deed determines which of the last fields are set.
type EventView struct {
	// Deed is one of the household's own (registered, corrected, consented, erased) or of other packages (assessed,
	// verified, damage_reported, card_bound, card_withdrawn, handed_over), or not_reached.
	Deed       string       `json:"deed"`
	By         string       `json:"by"`
	Device     string       `json:"device"`
	OccurredAt db.Instant   `json:"occurred_at"` // by the phone's clock
	RecordedAt db.Instant   `json:"recorded_at"` // by the server's clock
	ErasedAt   *db.Instant  `json:"erased_at"`   // when its content was erased
	Version    int          `json:"version"`
	Changes    []ChangeView `json:"changes" nullable:"false"`
	Consent    *ConsentView `json:"consent"`
	Grade      *int         `json:"grade" enum:"0,1,2,3,4"`
	Agreed     *bool        `json:"agreed"`
	Photos     int          `json:"photos"`
	Card       string       `json:"card"`
	Reason     string       `json:"reason"` // of a card's withdrawal
	// Visit is the result of a visit that did not reach the family, and AgainOn the date of the next one.
	Visit   household.VisitResult `json:"visit" empty:"true"`
	AgainOn string                `json:"again_on"`
	SiteNames
	Items []DueView `json:"items" nullable:"false"`
}

// ChangeView is a field's value before and after: a text, a number in digits, the name of a place, or codes.
// Of a place, the Bengali and Hindi names are included; they are empty where there is none.
type ChangeView struct {
	Field    string   `json:"field"`
	Before   []string `json:"before" nullable:"false"`
	BeforeBN string   `json:"before_bn"`
	BeforeHI string   `json:"before_hi"`
	After    []string `json:"after" nullable:"false"`
	AfterBN  string   `json:"after_bn"`
	AfterHI  string   `json:"after_hi"`
}

// event is an EventView with its entry, before names and times are added.
type event struct {
	EventView
	entry journal.EntryID
	by    string
}

func showHistory(c *call) (out HistoryView, err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		past, err := household.History(tx, household.ID(id))
		if err != nil {
			return err
		}
		lines, err := householdEvents(tx, past)
		if err != nil {
			return err
		}
		for _, more := range []func(*db.Tx, household.ID) ([]event, error){
			damageEvents, reportEvents, cardEvents, handoverEvents, visitEvents,
		} {
			found, err := more(tx, past.ID)
			if err != nil {
				return err
			}
			lines = append(lines, found...)
		}
		out = HistoryView{ID: past.ID, ErasedAt: past.ErasedAt}
		out.Events, err = complete(tx, lines)
		return err
	})
}

func householdEvents(tx *db.Tx, past household.Timeline) ([]event, error) {
	places, err := placesIn(tx, past)
	if err != nil {
		return nil, err
	}
	lines := make([]event, len(past.Events))
	for i, e := range past.Events {
		lines[i] = event{EventView: EventView{Deed: e.Deed, Version: e.Version}, entry: e.ID}
		for _, change := range e.Changes {
			before, after := areaNamed(change.Before, places), areaNamed(change.After, places)
			lines[i].Changes = append(lines[i].Changes, ChangeView{
				Field:  change.Field,
				Before: texts(change.Before, before), BeforeBN: before.AreaNameBN, BeforeHI: before.AreaNameHI,
				After: texts(change.After, after), AfterBN: after.AreaNameBN, AfterHI: after.AreaNameHI,
			})
		}
		if e.Answer != nil {
			view := viewConsent(*e.Answer, e.RecordedAt, nil)
			lines[i].Consent = &view
		}
	}
	return lines, nil
}

// placesIn returns the names of the places that a household moved between.
func placesIn(tx *db.Tx, past household.Timeline) (map[area.Key]AreaNames, error) {
	var keys []area.Key
	for _, e := range past.Events {
		for _, change := range e.Changes {
			for _, value := range []any{change.Before, change.After} {
				if key, is := value.(area.Key); is && key != "" {
					keys = append(keys, key)
				}
			}
		}
	}
	return areaNames(tx, keys)
}

// areaNamed returns the names of a value that is a place.
func areaNamed(value any, places map[area.Key]AreaNames) AreaNames {
	key, _ := value.(area.Key)
	return places[key]
}

// texts converts a field's value for screens; an empty one is an empty list.
func texts(value any, place AreaNames) []string {
	switch v := value.(type) {
	case nil:
		return []string{}
	case []string:
		return append([]string{}, v...)
	case area.Key:
		return []string{place.AreaName}
	}
	if text := fmt.Sprint(value); text != "" {
		return []string{text}
	}
	return []string{}
}

func damageEvents(tx *db.Tx, id household.ID) ([]event, error) {
	records, err := damage.History(tx, id)
	if err != nil {
		return nil, err
	}
	var lines []event
	for _, r := range records {
		seen := EventView{Deed: "assessed", Photos: len(r.Photos)}
		if grade := int(r.Grade); !r.Withheld {
			seen.Grade = &grade
		}
		lines = append(lines, event{EventView: seen, entry: r.Entry, by: string(r.AssessedBy)})
		if v := r.Verification; v != nil {
			second := int(v.Grade)
			lines = append(lines, event{
				EventView: EventView{Deed: "verified", Grade: &second, Agreed: &v.Agreed}, entry: v.Entry,
				by: string(v.VerifiedBy),
			})
		}
	}
	return lines, nil
}

func cardEvents(tx *db.Tx, id household.ID) ([]event, error) {
	events, err := card.History(tx, id)
	lines := make([]event, len(events))
	for i, e := range events {
		lines[i] = event{
			EventView: EventView{Deed: "card_bound", Card: card.GroupCode(e.Code), Reason: string(e.Reason)},
			entry:     e.Entry, by: string(e.By),
		}
		if e.Withdrawn {
			lines[i].Deed = "card_withdrawn"
		}
	}
	return lines, err
}

func handoverEvents(tx *db.Tx, id household.ID) ([]event, error) {
	given, err := distribution.History(tx, id)
	if err != nil {
		return nil, err
	}
	views, err := viewHandovers(tx, given)
	if err != nil {
		return nil, err
	}
	lines := make([]event, len(given))
	for i, g := range given {
		lines[i] = event{
			EventView: EventView{Deed: "handed_over", Items: views[i].Items}, entry: g.Entry, by: string(g.GivenBy),
		}
		at := func(language words.Language) string {
			return views[i].Distribution + " · " + g.Place.In(language)
		}
		lines[i].SiteNames = SiteNames{at(words.English), at(words.Bengali), at(words.Hindi)}
	}
	return lines, nil
}

// complete adds people, phones and both times to the events, and sorts them by the server's time.
func complete(tx *db.Tx, lines []event) ([]EventView, error) {
	written, err := authors(tx, lines)
	if err != nil {
		return nil, err
	}
	events := make([]EventView, len(lines))
	for i, l := range lines {
		record := written[l.entry]
		events[i] = l.EventView
		events[i].Changes = append([]ChangeView{}, l.Changes...) // never null in JSON
		events[i].Items = append([]DueView{}, l.Items...)
		events[i].By, events[i].Device = record.By, record.Device
		events[i].OccurredAt, events[i].RecordedAt = record.OccurredAt, record.RecordedAt
		events[i].ErasedAt = record.ErasedAt
		if l.Consent != nil {
			l.Consent.By = events[i].By
		}
	}
	slices.SortStableFunc(events, func(a, b EventView) int { return a.RecordedAt.Compare(b.RecordedAt.Time) })
	return events, nil
}

// authors returns, by entry, who wrote it on which phone, and its times.
func authors(tx *db.Tx, lines []event) (map[journal.EntryID]EventView, error) {
	entries := make([]journal.EntryID, len(lines))
	for i, l := range lines {
		entries[i] = l.entry
	}
	records, err := journal.HistoryEntries(tx, entries)
	if err != nil {
		return nil, err
	}
	accounts := make([]string, len(lines))
	for i, l := range lines {
		if author := records[l.entry].Author; author != nil {
			accounts[i] = string(*author)
		} else {
			accounts[i] = l.by
		}
	}
	who, err := people.Names(tx, slices.DeleteFunc(slices.Clone(accounts), func(id string) bool { return id == "" }))
	if err != nil {
		return nil, err
	}
	written := make(map[journal.EntryID]EventView, len(lines))
	for i, l := range lines {
		record := records[l.entry]
		written[l.entry] = EventView{
			By: who[accounts[i]], Device: record.Credential, OccurredAt: record.OccurredAt, RecordedAt: record.RecordedAt,
			ErasedAt: record.ErasedAt,
		}
	}
	return written, nil
}
