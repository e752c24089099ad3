package field

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/stock"
	"tripol/internal/summary"
	"tripol/internal/voice"
)

// format1 is the format of version 1. It is frozen.
type format1 struct{}

func (format1) manifest(m Manifest) any {
	return protocol1.Manifest{
		Protocol: protocol1.Version, Pack: m.Pack, Credential: m.Credential, Epoch: protocol1.Epoch(m.Epoch), Seq: m.Seq,
		Hash: m.Hash, IssuedAt: m.IssuedAt.Time,
		Parts: convert(m.Parts, func(p Part) protocol1.Part { return protocol1.Part(p) }),
	}
}

func (format1) work(w work) any {
	return protocol1.Work{
		Roles: w.roles, Grants: convert(w.grants, func(g actor.Grant) protocol1.Grant { return protocol1.Grant(g) }),
		Items: convert(w.items, func(i stock.Item) protocol1.Item {
			return protocol1.Item{
				ID: i.ID, Code: i.Code, Name: i.Name, NameBN: i.NameBN, NameHI: i.NameHI, Unit: i.Unit, Picture: i.Picture,
			}
		}),
		Distributions: convert(w.sites, site1),
		Settings: protocol1.Settings{
			UndoSeconds: w.settings.UndoSeconds, StaleHours: w.settings.StaleHours, ProtectionKey: w.settings.ProtectionKey,
		},
	}
}

func site1(s distribution.Site) protocol1.Site {
	return protocol1.Site{
		Distribution: s.Distribution, Name: s.Name, Place: s.Place, Area: s.Area, State: s.State, Store: s.Store,
		Lines: convert(s.Lines, func(l distribution.PlanItem) protocol1.Line { return protocol1.Line(l) }),
		Lane:  s.Lane, Lanes: s.Lanes, Listed: s.Listed, Quota: s.Quota, Loaded: quantities1(s.Loaded),
		Leader: leader1(s.Leader),
		Sealed: convert(s.Sealed, func(l distribution.SealedLane) protocol1.SealedLane { return protocol1.SealedLane(l) }),
	}
}

func leader1(l *distribution.LeaderCheck) *protocol1.Leader {
	if l == nil {
		return nil
	}
	return &protocol1.Leader{Salt: l.Salt, Rounds: l.Rounds, Check: l.Proof}
}

func quantities1(rows []distribution.Due) []protocol1.Quantity {
	return convert(rows, func(d distribution.Due) protocol1.Quantity { return protocol1.Quantity(d) })
}

func (format1) areas(rows []area.Carried) (any, error) {
	return nonNil(convert(rows, func(a area.Carried) protocol1.Area {
		return protocol1.Area{
			Area: a.Area, Path: a.Path, Level: a.Level, Name: a.Name, NameBN: a.NameBN, Outline: a.Outline, Quality: a.Quality,
		}
	})), nil
}

func (format1) families(rows []summary.Carried) any { return nonNil(convert(rows, family1)) }

// family1 has phonetic keys of version 2, as the apps that speak version 1 compute them.
func family1(c summary.Carried) protocol1.Family {
	return protocol1.Family{
		Household: c.Household, Area: c.Area, Name: household.Called(c.Name, c.Mark, c.Card, household.EnglishMark),
		AlsoCalled: c.AlsoCalled,
		Sounds:     summary.SoundsOf(household.KeyVersion2, c.Name, c.AlsoCalled), Phone4: c.Phone4, Size: c.Size,
		House: c.House, Mark: c.Mark, Grade: c.Grade, Card: c.Card,
	}
}

func (format1) list(rows []summary.Entitled) any {
	return nonNil(convert(rows, func(e summary.Entitled) protocol1.Entitled {
		return protocol1.Entitled{
			Entitlement: e.Entitlement, Household: e.Household, Card: e.Card, Code: e.Code, Generation: e.Generation,
			Mark: e.Mark, Size: e.Size, Area: e.Area, Village: e.Village, Phone4: e.Phone4,
			Sounds: summary.SoundsOf(household.KeyVersion2, e.Name, e.AlsoCalled),
			Items:  quantities1(e.Items), Served: served1(e.Served),
		}
	}))
}

func served1(s *summary.Served) *protocol1.Served {
	if s == nil {
		return nil
	}
	return &protocol1.Served{At: s.At.Time, Place: s.Place}
}

func (format1) box(sealed []byte) any { return protocol1.Box{Box: sealed} }

func (format1) revoked(at int64, cards []byte) any {
	return protocol1.Revoked{Version: at, Cards: cards}
}

func (format1) keys(rows []card.PublicKey) any {
	return nonNil(convert(rows, func(k card.PublicKey) protocol1.CardKey { return protocol1.CardKey(k) }))
}

func (format1) feed(f Feed) any {
	return protocol1.Feed{
		Epoch: protocol1.Epoch(f.Epoch), Seq: f.Seq, Hash: f.Hash, Head: protocol1.Head(f.Head), More: f.More,
		BackedUpThrough: f.BackedUpThrough, Gaps: ranges(f.Gaps), Events: nonNil(convert(events1(f.Events), event1)),
	}
}

// events1 are the events that version 1 has.
func events1(all []Event) []Event {
	return slices.DeleteFunc(slices.Clone(all), func(e Event) bool {
		return e.Type == EventComplaint || e.Type == EventWaybill
	})
}

func event1(e Event) protocol1.Event {
	told := protocol1.Event{
		Seq: e.Seq, Type: e.Type, Entitlement: e.Entitlement, Distribution: e.Distribution, Place: e.Place, Card: e.Card,
		Household: e.Household, At: timeOf(e.At),
	}
	if e.Family != nil {
		family := family1(*e.Family)
		told.Family = &family
	}
	return told
}

func (format1) voice([]voice.Recording) any { return nil }
