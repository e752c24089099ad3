package damage

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// evidenceRow is a photo with the household for which it was first named (nil: none yet) and, once uploaded, the digest
// of its picture. Naming and upload may come in either order; the later one finds the earlier one in this row.
type evidenceRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Photo        media.ID             `gorm:"primaryKey"`
	Household    *household.ID
	AreaPath     string
	Entry        *journal.EntryID
	NamedBy      *actor.AccountID
	Picture      []byte
}

// pictureRow is a picture, by digest, with the household it was first uploaded for.
type pictureRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Picture      []byte               `gorm:"primaryKey"`
	Photo        media.ID
	Household    household.ID
	AreaPath     string
}

// TableName names the table of a row type.
func (evidenceRow) TableName() string { return "photo_evidence" }
func (pictureRow) TableName() string  { return "picture_evidence" }

// The exceptions about photos. A grade is valid independently of its photos.
const (
	twoHouses = "photo_two_houses" // one picture is named for two households
	elsewhere = "photo_elsewhere"  // a photo is named that its author must not use
)

// photoClaims is the state of an assessment that names photos.
type photoClaims struct {
	entry  journal.Entry
	home   household.Household
	raised []journal.Exception
	own    []media.ID // those that are evidence for this household first
	usable []media.ID // in the order in which they were named
}

// claimPhotos claims the photos of an assessment for its household. A photo that its author must not use is rejected
// like a missing one; from a phone the grade is a fact, so the photo is left out and an exception raised. A picture
// that is another household's evidence is shown with both, and an exception is raised.
func claimPhotos(tx *db.Tx, e journal.Entry, home household.Household, ids []media.ID) (n photoClaims, err error) {
	n = photoClaims{entry: e, home: home}
	if len(ids) == 0 {
		return n, nil
	}
	claims, err := n.claim(tx, ids)
	if err != nil {
		return n, err
	}
	photos, err := media.Some(tx, ids)
	if err != nil {
		return n, err
	}
	left := 0
	for i, id := range ids {
		photo, here := photos[id]
		usable, err := n.mayUse(tx, claims[id], photo, here)
		if err != nil {
			return n, err
		}
		switch {
		case usable:
			n.usable = append(n.usable, id)
		case e.Credential == "":
			return n, media.NotFound().At("/photos/" + strconv.Itoa(i))
		default:
			left++
		}
	}
	if left > 0 {
		n.raised = append(n.raised, photoElsewhere(e.ID, home.ID, home.AreaPath, left))
	}
	return n, journal.Raise(tx, n.raised...)
}

// claim claims unclaimed photos for this household and returns the claims of all of them.
func (n *photoClaims) claim(tx *db.Tx, ids []media.ID) (map[media.ID]evidenceRow, error) {
	rows := make([]evidenceRow, len(ids))
	for i, id := range slices.Sorted(slices.Values(ids)) {
		rows[i] = evidenceRow{
			Organisation: n.home.Organisation, Photo: id, Household: &n.home.ID, AreaPath: n.home.AreaPath, Entry: &n.entry.ID,
			NamedBy: &tx.Actor.Account,
		}
	}
	free := "CASE WHEN photo_evidence.household IS NULL THEN excluded."
	kept := " ELSE photo_evidence."
	set := map[string]any{}
	for _, column := range []string{"household", "area_path", "entry", "named_by"} {
		set[column] = gorm.Expr(free + column + kept + column + " END")
	}
	err := tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "organisation"}, {Name: "photo"}}, DoUpdates: clause.Assignments(set),
	}).Create(&rows).Error
	if err != nil {
		return nil, err
	}
	var found []evidenceRow
	err = tx.Where("organisation = ? AND photo IN ?", n.home.Organisation, ids).Find(&found).Error
	claims := make(map[media.ID]evidenceRow, len(found))
	for _, row := range found {
		claims[row.Photo] = row
	}
	return claims, err
}

// mayUse reports whether the author may use a photo for this household: one claimed by this household, or by another
// one in scope, or an unclaimed one that is not uploaded yet or that the author uploaded.
func (n *photoClaims) mayUse(tx *db.Tx, claim evidenceRow, photo media.Photo, here bool) (usable bool, err error) {
	fresh := *claim.Entry == n.entry.ID
	switch {
	case fresh && here && photo.KeptBy != tx.Actor.Account:
		return false, release(tx, claim)
	case *claim.Household == n.home.ID:
		n.own = append(n.own, claim.Photo)
	default:
		if usable, err = reaches(tx, *claim.Household); err != nil || !usable {
			return false, err
		}
		n.raised = append(n.raised, photoOfTwo(n.entry.ID, place{*claim.Household, claim.AreaPath}, n.place()))
	}
	if fresh && here {
		x, err := claimPicture(tx, claim, photo.SHA256)
		n.raised = append(n.raised, x...)
		return true, err
	}
	return true, nil
}

func (n *photoClaims) place() place { return place{n.home.ID, n.home.AreaPath} }

// release releases a claim: the photo is nobody's evidence.
func release(tx *db.Tx, claim evidenceRow) error {
	nothing := map[string]any{"household": nil, "area_path": "", "entry": nil, "named_by": nil}
	return tx.Model(&evidenceRow{}).Where("organisation = ? AND photo = ?", claim.Organisation, claim.Photo).
		Updates(nothing).Error
}

// reaches reports whether a household is in the actor's scope.
func reaches(tx *db.Tx, id household.ID) (bool, error) {
	var n int64
	err := household.ScopedIDs(tx, "/").Where("id = ?", id).Count(&n).Error
	return n > 0, err
}

// claimPicture claims a picture for its household; a picture of another household is an exception.
func claimPicture(tx *db.Tx, claim evidenceRow, digest []byte) ([]journal.Exception, error) {
	row := pictureRow{
		Organisation: claim.Organisation, Picture: digest, Photo: claim.Photo, Household: *claim.Household,
		AreaPath: claim.AreaPath,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil || made.RowsAffected == 1 {
		return nil, made.Error
	}
	var first pictureRow
	err := tx.Where("organisation = ? AND picture = ?", claim.Organisation, digest).Take(&first).Error
	if err != nil || first.Household == *claim.Household {
		return nil, err
	}
	x := photoOfTwo(*claim.Entry, place{first.Household, first.AreaPath}, place{*claim.Household, claim.AreaPath})
	return []journal.Exception{x}, nil
}

// PhotoUploaded must be called in the transaction that stores a photo. If another person than the uploader named it
// before, it is nobody's evidence and an exception is raised. A photo of a household that was erased since, or that
// refused photos, is erased immediately.
func PhotoUploaded(tx *db.Tx, photo media.Photo) error {
	row := evidenceRow{Organisation: photo.Organisation, Photo: photo.ID, Picture: photo.SHA256}
	err := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "organisation"}, {Name: "photo"}},
		DoUpdates: clause.AssignmentColumns([]string{"picture"}),
	}).Create(&row).Error
	if err != nil {
		return err
	}
	var claim evidenceRow
	err = tx.Where("organisation = ? AND photo = ?", photo.Organisation, photo.ID).Take(&claim).Error
	switch {
	case err != nil || claim.Household == nil:
		return err
	case *claim.NamedBy != photo.KeptBy:
		x := photoElsewhere(*claim.Entry, *claim.Household, claim.AreaPath, 1)
		if err := journal.Raise(tx, x); err != nil {
			return err
		}
		return release(tx, claim)
	}
	raised, err := claimPicture(tx, claim, photo.SHA256)
	if err == nil {
		err = journal.Raise(tx, raised...)
	}
	if err != nil {
		return err
	}
	return dropUnwanted(tx, claim)
}

// dropUnwanted erases a photo whose household refused photos or no longer exists. The lock makes a concurrent erasure
// or refusal wait, so that it sees the photo.
func dropUnwanted(tx *db.Tx, claim evidenceRow) error {
	if _, err := household.GetForShare(tx, *claim.Household); err != nil && fault.Of(err) == nil {
		return err
	}
	unwanted, err := household.HasRefused(tx, *claim.Household, household.PurposePhoto)
	if err != nil {
		return err
	}
	var erased int64
	if err := household.ErasedIDs(tx).Where("id = ?", *claim.Household).Count(&erased).Error; err != nil {
		return err
	}
	if !unwanted && erased == 0 {
		return nil
	}
	return media.Erase(tx, *claim.Entry, []media.ID{claim.Photo})
}

// MaySee rejects a photo outside the actor's scope as missing: a photo is visible with its household, an unclaimed one
// to its uploader. All queries are executed whatever the first ones return, so that the response time discloses
// nothing.
func MaySee(tx *db.Tx, id media.ID) error {
	photos, err := media.Some(tx, []media.ID{id})
	if err != nil || !household.ID(id).WellFormed() {
		return errors.Join(err, media.NotFound())
	}
	shown, err := inReach(tx, []media.ID{id})
	if err != nil {
		return err
	}
	var claimed int64
	err = tx.Model(&evidenceRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where("photo = ? AND household IS NOT NULL", id).
		Count(&claimed).Error
	if err != nil {
		return err
	}
	photo, here := photos[id]
	brought := claimed == 0 && photo.KeptBy == tx.Actor.Account
	if !here || !shown[id] && !brought {
		return media.NotFound()
	}
	return nil
}

// inReach returns the photos whose household is in the actor's scope.
func inReach(tx *db.Tx, ids []media.ID) (map[media.ID]bool, error) {
	shown := make(map[media.ID]bool, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		var found []media.ID
		err := tx.Model(&evidenceRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where("photo IN ?", part).
			Where("household IN (?)", household.ScopedIDs(tx, "/")).Pluck("photo", &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			shown[id] = true
		}
	}
	return shown, nil
}

// hideElsewhere removes from assessments the photos whose household is not in the actor's scope.
func hideElsewhere(tx *db.Tx, records []AssessmentDetails) error {
	var ids []media.ID
	for _, r := range records {
		ids = append(ids, r.Photos...)
	}
	shown, err := inReach(tx, ids)
	for i := range records {
		records[i].Photos = slices.DeleteFunc(records[i].Photos, func(id media.ID) bool { return !shown[id] })
	}
	return err
}

// place is a household with its area path at that time.
type place struct {
	household household.ID
	path      string
}

// photoOfTwo is visible only to those with both households in scope.
func photoOfTwo(entry journal.EntryID, first, second place) journal.Exception {
	return journal.Exception{
		Kind: twoHouses, Entry: entry, AreaPath: commonPath(first.path, second.path),
		Details: TwoHousesDetails{First: first.household, Second: second.household},
	}
}

func photoElsewhere(entry journal.EntryID, home household.ID, path string, photos int) journal.Exception {
	return journal.Exception{
		Kind: elsewhere, Entry: entry, AreaPath: path, Details: ElsewhereDetails{Household: home, Photos: photos},
	}
}

// commonPath returns the path of the smallest area that contains both.
func commonPath(a, b string) string {
	common := "/"
	for part := range strings.SplitSeq(strings.Trim(a, "/"), "/") {
		if part == "" || !strings.HasPrefix(b, common+part+"/") {
			break
		}
		common += part + "/"
	}
	return common
}
