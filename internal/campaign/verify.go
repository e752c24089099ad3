package campaign

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

// checks are the integrity checks of this package. Each statement returns one row per violation.
var checks = []struct{ name, query string }{
	{"home_is_not_its_history", `SELECT CAST(home.id AS TEXT) AS subject,
		'stands at ' || home.step || ', its history says ' ||
		COALESCE(s.step, 'nothing') AS detail
		FROM home LEFT JOIN home_step s ON s.home = home.id
			AND s.n = (SELECT MAX(n) FROM home_step WHERE home = home.id)
		WHERE s.step IS NULL OR s.step <> home.step OR s.n <> home.steps`},
	{"home_history_has_gaps", `SELECT CAST(home AS TEXT) AS subject, CAST(COUNT(*) AS TEXT) || ' lines up to ' ||
		CAST(MAX(n) AS TEXT) AS detail FROM home_step GROUP BY home HAVING COUNT(*) <> MAX(n)`},
	{"home_number_not_given", `SELECT CAST(home.id AS TEXT) AS subject, 'number ' || CAST(home.number AS TEXT) AS detail
		FROM home JOIN campaign ON campaign.id = home.campaign WHERE home.number >= campaign.next_home`},
	{"home_of_another_organisation", `SELECT CAST(home.id AS TEXT) AS subject, '' AS detail
		FROM home JOIN campaign ON campaign.id = home.campaign WHERE home.organisation <> campaign.organisation`},
	{"payment_without_pledge", `SELECT CAST(payment.id AS TEXT) AS subject, '' AS detail FROM payment
		WHERE NOT EXISTS (SELECT 1 FROM pledge
			WHERE pledge.id = payment.pledge AND pledge.campaign = payment.campaign)`},
	{"money_below_nought", `SELECT CAST(campaign AS TEXT) AS subject,
		'sums to ' || CAST(SUM(amount_paise) AS TEXT) AS detail
		FROM (SELECT campaign, amount_paise FROM pledge UNION ALL SELECT campaign, amount_paise FROM payment) AS money
		GROUP BY campaign HAVING SUM(amount_paise) < 0 OR MIN(amount_paise) <= 0`},
}

// Verify checks that each home's stage matches its history, that home numbers were allocated, that every payment has a
// pledge, and that no amount is negative.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var found []journal.Violation
	for _, check := range checks {
		var rows []journal.Violation
		if err := tx.Raw(check.query).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			found = append(found, journal.Violation{Check: check.name, Subject: row.Subject, Detail: row.Detail})
		}
	}
	return found, nil
}
