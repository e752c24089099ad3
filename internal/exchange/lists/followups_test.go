package lists_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

var (
	gradeColumn     = columns.MappedColumn{Column: "damage", Field: "damage.grade"}
	gradeOnColumn   = columns.MappedColumn{Column: "damage date", Field: "damage.on"}
	collectorColumn = columns.MappedColumn{Column: "collector", Field: "collector"}
	cardColumn      = columns.MappedColumn{Column: "card", Field: "card"}
)

// reports are the reported grades by the family's name.
func (b *bench) reports() map[string][]damage.Reported {
	b.Helper()
	all := map[string][]damage.Reported{}
	for _, h := range b.families() {
		err := b.s.Read(b.Context(), b.house.Actor, func(tx *db.Tx) (err error) {
			all[h.Name], err = damage.ReportsOf(tx, h.ID)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return all
}

// The damage of a list is a report about the family, once; a word that is no grade refuses the row, or is left out.
func TestTheDamageOfAListIsReported(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		all := also(gradeColumn, gradeOnColumn, collectorColumn)
		list := "name,gp,size,damage,damage date,collector\n" +
			"Asha,Amlani,3,Partially damaged,21 May 2020,Rina\nBina,Amlani,3,সম্পূর্ণ,,\nChhaya,Amlani,3,,,\n" +
			"Dolly,Amlani,3,गंभीर,10-12-2095,\nEla,Amlani,3,0,,\nFarida,Amlani,3,perhaps,,\n"
		r := b.run(list, all)
		b.want(r, lists.Counts{Total: 6, Read: 6, Kept: 5, Refused: 1, Noted: 1})
		b.wantCodes(r, "5 noted date_in_future", "7 refused grade_unknown")
		for range 2 {
			got := b.reports()
			if one := got["Asha"]; len(one) != 1 || one[0].Grade != damage.Moderate || one[0].ReportedOn != "2020-05-21" ||
				one[0].Source != damage.FromList || one[0].Note != "Rina" {
				t.Errorf("Asha: %+v", one)
			}
			if len(got["Chhaya"]) != 0 || got["Bina"][0].Grade != damage.Destroyed || got["Dolly"][0].Grade != damage.Severe ||
				got["Dolly"][0].ReportedOn != "" || got["Ela"][0].Grade != damage.Undamaged {
				t.Errorf("%+v", got)
			}
			b.run(list, all) // a second time changes nothing
		}
		r = b.run("name,gp,size,damage\nFarida,Amlani,3,perhaps\n", func(o *lists.Options) {
			also(gradeColumn)(o)
			o.Mapping.Unreadable = columns.LeaveOut
		})
		b.want(r, lists.Counts{Total: 1, Read: 1, Kept: 1, Noted: 1})
	})
}

// cardCodes prints cards and returns their typed codes.
func (b *bench) cardCodes(n int) (codes []string) {
	b.Helper()
	payload, err := json.Marshal(card.CardPrintBatch{ID: card.BatchID(db.NewID()), Name: "test", Cards: n})
	if err != nil {
		b.Fatal(err)
	}
	verdicts, err := b.house.Intake.TakeMany(b.Context(), b.s, b.house.Actor, []journal.Entry{{
		ID: journal.EntryID(db.NewID()), Kind: "card.print_batch", Schema: intake.Schema, OccurredAt: b.s.Now(), Payload: payload,
	}})
	if err != nil || verdicts[0].Outcome.Status != journal.StatusApplied {
		b.Fatal(err, verdicts)
	}
	err = b.s.Read(b.Context(), b.house.Actor, func(tx *db.Tx) error {
		return tx.Table("card").Order("code").Pluck("code", &codes).Error
	})
	if err != nil || len(codes) != n {
		b.Fatal(err, codes)
	}
	return codes
}

// The card of a row is bound to its family; a card of another family refuses the row before anything of it is entered.
func TestTheCardOfARowIsBoundToItsFamily(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		testkit.Organisations(t, s)
		b := newBench(t, s)
		codes := b.cardCodes(3)
		list := "name,gp,size,card\nAsha,Amlani,3," + strings.ToLower(codes[0]) + "\nBina,Amlani,4,\n"
		b.want(b.run(list, also(cardColumn)), lists.Counts{Total: 2, Read: 2, Kept: 2})
		b.want(b.run(list, also(cardColumn)), lists.Counts{Total: 2, Read: 2, Unchanged: 2})
		var bound card.Card
		err := s.Read(t.Context(), b.house.Actor, func(tx *db.Tx) (err error) {
			bound, err = card.Resolve(tx, codes[0])
			return err
		})
		if err != nil || bound.State != card.Bound || household.ID(bound.Household) != b.families()[0].ID && household.ID(bound.Household) != b.families()[1].ID {
			t.Errorf("%v %+v", err, bound)
		}
		r := b.run("name,gp,size,card\nChhaya,Amlani,2,"+codes[0]+"\nDolly,Amlani,2,"+codes[1]+"\nEla,Amlani,2,"+codes[1]+
			"\nFarida,Amlani,2,QQQQ\n", also(cardColumn))
		b.want(r, lists.Counts{Total: 4, Read: 4, Kept: 1, Refused: 3})
		b.wantCodes(r, "2 refused card_of_another_family", "4 refused card_code_repeated", "5 refused card_unreadable")
		if n := len(b.families()); n != 3 {
			t.Errorf("%d families: a refused row was entered", n)
		}
	})
}
