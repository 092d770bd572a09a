namespace CreamPie.Core.Archiving;

/// <summary>
/// The files that hold archived bytes: as they were received, or compressed. Both are there between the two steps of a recompression.
/// </summary>
[Flags]
internal enum ArchivedForms
{
    None = 0,

    /// <summary><c>.bin</c>: as received.</summary>
    Plain = 1,

    /// <summary><c>.bin.br</c>: compressed after a while.</summary>
    Compressed = 2,

    /// <summary><c>.orphan</c>: as received, and nobody is known to need them.</summary>
    PlainAside = 4,

    /// <summary><c>.orphan.br</c>: the same, compressed.</summary>
    CompressedAside = 8,

    /// <summary>Not set aside.</summary>
    Kept = Plain | Compressed,
}

/// <summary>The files of one hash.</summary>
/// <param name="Sha256">The hash.</param>
/// <param name="Written">UTC; the last write of the latest of them.</param>
/// <param name="Forms">Which of them there are.</param>
internal readonly record struct CountedFile(string Sha256, DateTime Written, ArchivedForms Forms)
{
    /// <summary>True if nobody is known to need the bytes.</summary>
    public bool IsSetAside => (Forms & ArchivedForms.Kept) == 0;

    /// <summary>The same with one file more.</summary>
    public CountedFile With(ArchivedForms form, DateTime written) =>
        this with { Forms = Forms | form, Written = written > Written ? written : Written };
}
