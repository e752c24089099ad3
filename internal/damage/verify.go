package damage

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify proves that no grade was verified by the person who gave it, that a verification speaks of the grade that was
// given, and that it says truly whether it agrees. The database refuses all three as they are written; this finds what
// was written around it.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var findings []journal.Violation
	for _, check := range []struct{ name, detail, where string }{
		{"verification_by_another", "It was verified by the person who assessed it.", "v.verified_by = a.assessed_by"},
		{
			"verification_of_what_was_seen", "Its verification names another assessor or grade.",
			"v.assessor <> a.assessed_by OR v.assessed_grade <> a.grade",
		},
		{
			"verification_agreed", "Its verification does not say truly whether the grades agree.",
			"v.agreed <> (v.grade = a.grade)",
		},
	} {
		var ids []ID
		err := tx.Table("verification AS v").Joins("JOIN assessment AS a ON a.id = v.assessment").
			Scopes(db.OneOrganisation(tx.Actor)).Where("("+check.where+")").Order("a.id").Pluck("a.id", &ids).Error
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			findings = append(findings, journal.Violation{
				Check: check.name, Subject: "assessment:" + string(id),
				Detail: check.detail,
			})
		}
	}
	var photos []string
	ours := tx.Model(&Assessment{}).Scopes(db.OneOrganisation(tx.Actor))
	err := tx.Table("assessment_photo AS p").Joins("JOIN (?) AS a ON a.id = p.assessment", ours).
		Where(`NOT EXISTS (SELECT 1 FROM photo_evidence AS e WHERE e.organisation = a.organisation AND e.photo = p.photo)`).
		Order("p.photo").Pluck("p.photo", &photos).Error
	for _, id := range photos {
		findings = append(findings, journal.Violation{
			Check: "photo_evidence", Subject: "photo:" + id, Detail: "It is named by an assessment and is nobody's evidence.",
		})
	}
	return findings, err
}
