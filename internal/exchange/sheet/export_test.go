package sheet

var (
	CheckArchive = checkArchive
	TooTight     = exceedsRatio
)
