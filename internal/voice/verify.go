package voice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify checks that every file has its digest and size, every recording has a file, and every dialect the size of its
// recordings.
func Verify(tx *db.Tx) (findings []journal.Violation, err error) {
	found := func(check, subject, detail string) {
		findings = append(findings, journal.Violation{Check: check, Subject: subject, Detail: detail})
	}
	var keys []File
	q := tx.Model(&File{}).Select("organisation", "sha256").Scopes(db.OneOrganisation(tx.Actor))
	if err := q.Order("organisation, sha256").Find(&keys).Error; err != nil {
		return nil, err
	}
	for _, key := range keys {
		var file File
		if err := tx.Where("organisation = ? AND sha256 = ?", key.Organisation, key.SHA256).Take(&file).Error; err != nil {
			return nil, err
		}
		sum := sha256.Sum256(file.Body)
		if hex.EncodeToString(sum[:]) != file.SHA256 || len(file.Body) != file.Size {
			found("voice_changed", "voice_file:"+file.SHA256, "its digest or size differs")
		}
	}
	var recordings []Recording
	if err := tx.Scopes(db.OneOrganisation(tx.Actor)).Find(&recordings).Error; err != nil {
		return nil, err
	}
	var dialects []dialectRow
	if err := tx.Scopes(db.OneOrganisation(tx.Actor)).Find(&dialects).Error; err != nil {
		return nil, err
	}
	sizes := map[dialectRow]int{}
	for _, r := range recordings {
		sizes[dialectRow{Organisation: r.Organisation, Language: r.Language, Dialect: r.Dialect}] += r.Size
	}
	for _, d := range dialects {
		size := d.Size
		d.Size = 0
		if sizes[d] != size {
			found("voice_size", "organisation:"+string(d.Organisation),
				fmt.Sprintf("a dialect has %d bytes; its recordings have %d", size, sizes[d]))
		}
	}
	return findings, nil
}
