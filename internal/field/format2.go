package field

import (
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/stock"
	"tripol/internal/summary"
	"tripol/internal/voice"
)

// format2 is the format of version 2.
type format2 struct{}

func (format2) manifest(m Manifest) any {
	return protocol2.Manifest{
		Protocol: protocol2.Version, Pack: m.Pack, Credential: m.Credential, Epoch: protocol2.Epoch(m.Epoch), Seq: m.Seq,
		Hash: m.Hash, IssuedAt: m.IssuedAt.Time, KeyVersion: household.CurrentKeys,
		Parts: nonNil(convert(m.Parts, func(p Part) protocol2.Part { return protocol2.Part(p) })),
	}
}

func (format2) work(w work) any {
	return protocol2.Work{
		Roles:  nonNil(w.roles),
		Grants: nonNil(convert(w.grants, func(g actor.Grant) protocol2.Grant { return protocol2.Grant(g) })),
		Items: nonNil(convert(w.items, func(i stock.Item) protocol2.Item {
			return protocol2.Item{
				ID: i.ID, Code: i.Code, Name: i.Name, NameBN: i.NameBN, NameHI: i.NameHI, Unit: i.Unit, UnitBN: i.UnitBN,
				UnitHI: i.UnitHI, Picture: i.Picture,
			}
		})),
		Distributions: nonNil(convert(w.sites, site2)),
		Settings:      protocol2.Settings(w.settings),
		Complaints:    convert(w.complaints, complaint2),
		Storekeeping:  keeping2(w.keeping),
	}
}

func keeping2(k *keeping) *protocol2.Storekeeping {
	if k == nil {
		return nil
	}
	return &protocol2.Storekeeping{
		Stores: nonNil(convert(k.stores, func(s stock.Store) protocol2.Store {
			return protocol2.Store{Store: s.ID, Name: s.Name, NameBN: s.NameBN, NameHI: s.NameHI, Area: s.Area}
		})),
		Waybills: nonNil(convert(k.waybills, waybill2)),
		Handing: nonNil(convert(k.handing, func(h handing) protocol2.Handing {
			return protocol2.Handing{
				Distribution: h.site.Distribution, Name: h.site.Name, Store: h.site.Store,
				Phones: nonNil(convert(h.phones, func(p people.WorkingPhone) protocol2.WorkingPhone {
					return protocol2.WorkingPhone{Device: p.Credential, Worker: p.Worker}
				})),
			}
		})),
	}
}

func waybill2(w stock.Waybill) protocol2.Waybill {
	return protocol2.Waybill{
		Waybill: w.ID, Number: w.Number, Store: w.ToStore, From: w.FromName.Name, FromBN: w.FromName.NameBN,
		FromHI: w.FromName.NameHI, SentAt: w.SentAt.Time,
		Lines: nonNil(convert(w.Lines, func(l stock.WaybillLine) protocol2.Sent {
			return protocol2.Sent{Item: l.Item, Sent: l.Sent}
		})),
	}
}

func complaint2(c grievance.Followed) protocol2.Complaint {
	state := protocol2.ComplaintState("open")
	switch {
	case c.Brought:
		state = "brought"
	case c.Settled:
		state = "settled"
	}
	return protocol2.Complaint{
		Grievance: c.Grievance, Reference: c.Reference, About: c.About, State: state, TakenAt: c.OccurredAt.Time,
		Household: c.Household, Area: c.Area, Complainant: c.Complainant, Reach: c.Reach, ReachPhone: c.ReachPhone,
		ReachAt: c.ReachAt, AnswerBy: c.AnswerBy, Decision: c.Decision, Answer: c.Answer,
	}
}

func site2(s distribution.Site) protocol2.Site {
	return protocol2.Site{
		Distribution: s.Distribution, Name: s.Name, Place: s.Place, PlaceBN: s.PlaceBN, PlaceHI: s.PlaceHI, Area: s.Area,
		State: s.State, Store: s.Store, Lane: s.Lane, Lanes: s.Lanes, Listed: s.Listed, Quota: s.Quota,
		Lines:  nonNil(convert(s.Lines, func(l distribution.PlanItem) protocol2.Line { return protocol2.Line(l) })),
		Loaded: quantities2(s.Loaded), Taken: quantities2(s.Taken), Loads: s.Loads, Leader: leader2(s.Leader),
		Sealed: nonNil(convert(s.Sealed, func(l distribution.SealedLane) protocol2.SealedLane {
			return protocol2.SealedLane(l)
		})),
	}
}

func leader2(l *distribution.LeaderCheck) *protocol2.Leader {
	if l == nil {
		return nil
	}
	return &protocol2.Leader{Salt: l.Salt, Rounds: l.Rounds, Check: l.Proof}
}

func quantities2(rows []distribution.Due) []protocol2.Quantity {
	return nonNil(convert(rows, func(d distribution.Due) protocol2.Quantity { return protocol2.Quantity(d) }))
}

func (format2) areas(rows []area.Carried) (any, error) {
	areas := make([]protocol2.Area, len(rows))
	for i, a := range rows {
		areas[i] = protocol2.Area{
			Area: a.Area, Path: a.Path, Level: a.Level, Name: a.Name, NameBN: a.NameBN, NameHI: a.NameHI, Quality: a.Quality,
		}
		if a.Outline == nil {
			continue
		}
		if err := json.Unmarshal(a.Outline, &areas[i].Outline); err != nil {
			return nil, err
		}
	}
	return areas, nil
}

func (format2) families(rows []summary.Carried) any { return nonNil(convert(rows, family2)) }

func family2(c summary.Carried) protocol2.Family {
	c.Name = household.Called(c.Name, c.Mark, c.Card, household.EnglishMark)
	family := protocol2.Family{
		Household: c.Household, Area: c.Area, Name: c.Name, AlsoCalled: c.AlsoCalled, Sounds: nonNil(c.Sounds),
		Phone4: c.Phone4, Size: c.Size, House: c.House, Mark: c.Mark, Grade: c.Grade, Card: c.Card,
		Version: c.Version, Verified: c.Verified, Second: c.Second, ToVisit: c.ToVisit, NoPhoto: c.NoPhoto,
		Reported: c.Reported,
	}
	if family.Version == 1 {
		family.Version = 0
	}
	return family
}

// list sends the names of each village once, and the time of a handover without its place, which is that of the list.
func (format2) list(rows []summary.Entitled) any {
	list := protocol2.List{Villages: []protocol2.Village{}, Families: make([]protocol2.Entitled, len(rows))}
	named := map[area.Key]bool{}
	for i, e := range rows {
		list.Families[i] = protocol2.Entitled{
			Entitlement: e.Entitlement, Household: e.Household, Card: e.Card, Code: e.Code, Generation: e.Generation,
			Mark: e.Mark, Size: e.Size, Area: e.Area, Sounds: nonNil(e.Sounds), Phone4: e.Phone4, Items: quantities2(e.Items),
		}
		if e.Served != nil {
			list.Families[i].ServedAt = timeOf(&e.Served.At)
		}
		if !named[e.Area] {
			named[e.Area] = true
			list.Villages = append(list.Villages, protocol2.Village{
				Area: e.Area, Name: e.Village, NameBN: e.VillageBN, NameHI: e.VillageHI,
			})
		}
	}
	return list
}

func (format2) box(sealed []byte) any { return protocol2.Box{Box: sealed} }

func (format2) revoked(at int64, cards []byte) any {
	return protocol2.Revoked{Version: at, Cards: nonNil(cards)}
}

func (format2) keys(rows []card.PublicKey) any {
	return nonNil(convert(rows, func(k card.PublicKey) protocol2.CardKey { return protocol2.CardKey(k) }))
}

// voice groups the recordings, which are in the order of their dialects.
func (format2) voice(rows []voice.Recording) any {
	part := protocol2.Voice{Dialects: []protocol2.Dialect{}}
	for _, r := range rows {
		last := len(part.Dialects) - 1
		if last < 0 || part.Dialects[last].Language != r.Language || part.Dialects[last].Dialect != r.Dialect {
			part.Dialects = append(part.Dialects, protocol2.Dialect{Language: r.Language, Dialect: r.Dialect})
			last++
		}
		part.Dialects[last].Recordings = append(part.Dialects[last].Recordings, protocol2.Recording{
			Spoken: r.Spoken, Words: r.Words, SHA256: r.SHA256, Container: r.Container, Bytes: r.Size,
		})
	}
	return part
}

func (format2) feed(f Feed) any {
	return protocol2.Feed{
		Protocol: protocol2.Version, Epoch: protocol2.Epoch(f.Epoch), Seq: f.Seq, Hash: f.Hash, Head: protocol2.Head(f.Head),
		More: f.More, BackedUpThrough: f.BackedUpThrough, Gaps: ranges(f.Gaps), Events: nonNil(convert(f.Events, event2)),
		Notices: nonNil(convert(f.Notices, notice2)),
	}
}

func notice2(n summary.Notice) protocol2.Notice {
	return protocol2.Notice{
		Claim: n.Claim, Household: n.Household, Fields: n.Fields, Mine: n.Mine, At: n.At.Time, SettledAt: timeOf(n.SettledAt),
	}
}

func event2(e Event) protocol2.Event {
	told := protocol2.Event{
		Seq: e.Seq, Type: e.Type, Entitlement: e.Entitlement, Distribution: e.Distribution, Place: e.Place,
		PlaceBN: e.PlaceBN, PlaceHI: e.PlaceHI, Card: e.Card, Household: e.Household, At: timeOf(e.At),
		Grievance: e.Grievance,
	}
	if e.Family != nil {
		family := family2(*e.Family)
		told.Family = &family
	}
	return told
}
