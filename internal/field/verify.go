package field

import (
	"fmt"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// miscounted finds the counters that differ from the stored data.
const miscounted = `SELECT s.credential, s.unopened, s.unreadable, s.photos,
		COALESCE(w.bytes, 0) AS withheld, COALESCE(u.bytes, 0) AS illegible, COALESCE(p.photos, 0) AS unfinished
	FROM device_storage s
	LEFT JOIN (SELECT credential, SUM(length(record) + 512) AS bytes FROM withheld GROUP BY credential) w
		ON w.credential = s.credential
	LEFT JOIN (SELECT credential, SUM(length(record) + 512) AS bytes FROM unreadable_record GROUP BY credential) u
		ON u.credential = s.credential
	LEFT JOIN (SELECT credential, COUNT(*) AS photos FROM photo_upload GROUP BY credential) p
		ON p.credential = s.credential
	WHERE s.unopened <> COALESCE(w.bytes, 0) OR s.unreadable <> COALESCE(u.bytes, 0) OR s.photos <> COALESCE(p.photos, 0)
	ORDER BY s.credential`

// uncounted finds the credentials with stored data and no counter.
const uncounted = `SELECT credential FROM (SELECT credential FROM withheld
		UNION SELECT credential FROM unreadable_record
		UNION SELECT credential FROM photo_upload) k
	WHERE credential NOT IN (SELECT credential FROM device_storage) ORDER BY credential`

const sums = `SELECT COALESCE((SELECT unopened FROM storage_total WHERE id = 1), 0),
		(SELECT COALESCE(SUM(unopened), 0) FROM device_storage)`

// Verify checks that the limits' counters equal the stored data.
func Verify(tx *db.Tx) (findings []journal.Violation, err error) {
	var off []struct {
		Credential                   string
		Unopened, Unreadable, Photos int64
		Withheld, Illegible          int64
		Unfinished                   int64
	}
	if err := tx.Raw(miscounted).Scan(&off).Error; err != nil {
		return nil, err
	}
	for _, o := range off {
		findings = append(findings, journal.Violation{
			Check: "storage_counted", Subject: "credential:" + o.Credential, Detail: fmt.Sprintf(
				"Counted %d, %d and %d; stored are %d unopened bytes, %d unreadable ones and %d unfinished photos.",
				o.Unopened, o.Unreadable, o.Photos, o.Withheld, o.Illegible, o.Unfinished),
		})
	}
	var none []string
	if err := tx.Raw(uncounted).Scan(&none).Error; err != nil {
		return nil, err
	}
	for _, credential := range none {
		findings = append(findings, journal.Violation{
			Check: "storage_counted", Subject: "credential:" + credential, Detail: "Something of it is stored and not counted.",
		})
	}
	var total, sum int64
	row := tx.Raw(sums).Row()
	if err := row.Scan(&total, &sum); err != nil {
		return nil, err
	}
	if total != sum {
		findings = append(findings, journal.Violation{
			Check: "storage_counted", Subject: "total", Detail: fmt.Sprintf("The total is %d; its parts are %d.", total, sum),
		})
	}
	return findings, nil
}
