-- Photos as evidence: fills the metadata of photos named before 0111. A photo belongs to the earliest assessment that names it.
-- +goose Up
INSERT INTO photo_evidence (organisation, photo, household, area_path, entry, named_by, picture)
	SELECT organisation, photo, household, area_path, entry, assessed_by, sha256 FROM (
		SELECT a.organisation, e.photo, a.household, a.area_path, a.entry, a.assessed_by, p.sha256,
			ROW_NUMBER() OVER (PARTITION BY a.organisation, e.photo ORDER BY a.recorded_at, a.id) AS n
		FROM assessment_photo e JOIN assessment a ON a.id = e.assessment
		LEFT JOIN photo p ON p.id = e.photo AND p.organisation = a.organisation) AS named
	WHERE n = 1;
INSERT INTO picture_evidence (organisation, picture, photo, household, area_path)
	SELECT organisation, picture, photo, household, area_path FROM (
		SELECT organisation, picture, photo, household, area_path,
			ROW_NUMBER() OVER (PARTITION BY organisation, picture ORDER BY entry) AS n
		FROM photo_evidence WHERE picture IS NOT NULL) AS shown
	WHERE n = 1;
