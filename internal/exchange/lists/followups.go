package lists

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// followUp is an entry about the family of a row, which is submitted once the family is registered: its card, and the
// damage that the list reports.
type followUp struct {
	row   *pendingRow
	field string // of the list
	entry journal.Entry
}

// submitFollowUps submits the further entries of the rows whose families are here now. What they lack was checked
// before anything of the row was entered; what is refused all the same, since somebody else was faster, is reported
// with the row.
func (i *listImport) submitFollowUps(ctx context.Context) error {
	if i.DryRun || i.Kind != columns.Households {
		return nil
	}
	all, err := i.followUps()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return nil
	}
	entries := make([]journal.Entry, len(all))
	for n, one := range all {
		entries[n] = one.entry
	}
	verdicts, err := i.Intake.TakeMany(ctx, i.Store, i.Actor, entries)
	if err != nil {
		return err
	}
	for n, v := range verdicts {
		if refused := refusedBy(v); refused != nil {
			all[n].row.notes = append(all[n].row.notes, finding{
				i.reader.columnOf(all[n].field), refused.At("/" + all[n].field),
			})
		}
	}
	return nil
}

// followUps are the further entries of the batch's rows whose families are here.
func (i *listImport) followUps() (all []followUp, err error) {
	for _, kind := range []string{bindCard, reportDamage} { // kinds in a row are taken together
		for _, p := range i.batch {
			payload := p.payloadOf(kind)
			if payload == nil || p.fault != nil || p.outcome != kept && p.outcome != unchanged {
				continue
			}
			one, err := i.followUp(p, kind, payload)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
	}
	return all, nil
}

// The kinds of further entries.
const (
	bindCard     = "card.bind"
	reportDamage = "damage.report"
)

// payloadOf is the payload of a row's further entry of a kind; nil if it has none.
func (p *pendingRow) payloadOf(kind string) any {
	switch {
	case kind == bindCard && p.draft.card != "":
		return card.CardBind{Card: p.draft.card, Household: p.family()}
	case kind == reportDamage && p.draft.damage != nil:
		return p.damageReport()
	}
	return nil
}

func (i *listImport) followUp(p *pendingRow, kind string, payload any) (followUp, error) {
	raw, err := json.Marshal(payload)
	if err != nil {
		return followUp{}, err
	}
	field := "card"
	if kind == reportDamage {
		field = "damage.grade"
	}
	return followUp{p, field, journal.Entry{
		ID: entryIDOf(i.Actor, journal.EntryID(p.family()), raw, 0), Kind: kind, Schema: intake.Schema,
		OccurredAt: i.Store.Now(), Payload: raw,
	}}, nil
}

// damageReport is the grade that the list reports. It guides visits; only an assessment at the house makes a family
// eligible. Its id derives from what is reported, so the same row reports it once.
func (p *pendingRow) damageReport() damage.DamageReport {
	in := damage.DamageReport{
		Household: p.family(), Grade: *p.draft.damage, House: p.draft.House, ReportedOn: p.draft.damageOn,
		Source: damage.FromList, Note: strings.TrimSpace(strings.Join([]string{p.draft.damageNote, p.draft.collector}, " ")),
	}
	in.ID = derived("damage", string(in.Household), itoa(int(in.Grade)), in.ReportedOn, in.Note)
	return in
}

// refusedBy returns the fault of an entry that has no effect; nil for one that is applied, now or earlier.
func refusedBy(v intake.Verdict) *fault.Fault {
	switch {
	case v.Malformed != nil:
		return v.Malformed
	case v.Outcome.Status == journal.StatusApplied,
		v.Outcome.Status == journal.StatusDuplicate && v.Outcome.Was == journal.StatusApplied:
		return nil
	}
	return fault.Of(intake.RefusalOf(v.Outcome))
}

// gradeWords are the words of lists for each grade, folded, in three languages.
var gradeWords = func() map[string]damage.Grade {
	known := map[string]damage.Grade{}
	for grade, words := range []string{
		"0 no none not undamaged intact নেই ক্ষতিনেই অক্ষত না नहीं कोईनहीं नुक़साननहीं नुकसाननहीं अक्षत",
		"1 slight slightly minor light সামান্য অল্প কম मामूली हल्का हल्की कम",
		"2 partial partially partly moderate medium half আংশিক মাঝারি অর্ধেক आंशिक मध्यम आधा",
		"3 severe severely major heavy heavily serious গুরুতর মারাত্মক বেশি गंभीर भारी ज़्यादा ज्यादा",
		"4 destroyed full fully complete completely total totally collapsed সম্পূর্ণ পুরো পুরোপুরি ধ্বংস " +
			"পুরোভেঙেগেছে ভেঙেগেছে पूर्ण पूरा पूरी पूरीतरह पूरीतरहढहगया ध्वस्त नष्ट",
	} {
		for word := range strings.FieldsSeq(words) {
			known[sheet.Fold(word)] = damage.Grade(grade)
		}
	}
	return known
}()

// besideGrades are words that stand beside a grade and do not change it.
var besideGrades = []string{
	"damaged", "damage", "house", "grade", "g", "ক্ষতিগ্রস্ত", "ক্ষতি", "क्षतिग्रस्त", "क्षति", "नुक़सान", "नुकसान",
}

// gradeOf reads a damage grade: 0 to 4, or a word.
func gradeOf(text string) (damage.Grade, bool) {
	word, _, _ := strings.Cut(sheet.Fold(sheet.ASCIIDigits(text)), "(")
	word, _, _ = strings.Cut(word, ":")
	whole := strings.Join(strings.Fields(word), "")
	if grade, known := gradeWords[whole]; known {
		return grade, true
	}
	for _, beside := range besideGrades {
		word = strings.ReplaceAll(" "+word+" ", " "+sheet.Fold(beside)+" ", " ")
	}
	grade, known := gradeWords[strings.Join(strings.Fields(word), "")]
	return grade, known
}

func setGrade(d *draft, _ *columns.Mapping, text string) *fault.Fault {
	if sheet.Nothing(text) {
		return nil
	}
	grade, known := gradeOf(text)
	if !known {
		return fault.New(fault.Invalid, "grade_unknown",
			"This is no damage grade. Write 0 to 4, or say in the mapping's values what the word means.")
	}
	d.damage = &grade
	return nil
}

func setDamageDate(d *draft, m *columns.Mapping, text string) *fault.Fault {
	date, ok := sheet.DateIn(text, m.DateOrder, d.from1904)
	switch {
	case sheet.Nothing(text):
		return nil
	case !ok:
		return fault.New(fault.Invalid, "date_unreadable",
			"This is no date in the order that the mapping says (day, month, year when it says nothing).")
	}
	d.damageOn = date.Format(time.DateOnly)
	return nil
}
