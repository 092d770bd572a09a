using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace CreamPie.Core.Backups.Contents;

/// <summary>Counts rows and adds up their hashes: equal rows give the same sum in any order, whichever database sorts them.</summary>
internal sealed class RowSum
{
    private UInt128 _sum;

    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(row, hash);
        _sum += BinaryPrimitives.ReadUInt128LittleEndian(hash);
        Rows++;
    }

    public ContentSum ToSum() => new(Rows, _sum.ToString("x32", CultureInfo.InvariantCulture));
}

/// <summary>A number of rows and a checksum over them, the same on both databases.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Sum">32 hex digits; the order of the rows does not matter.</param>
public sealed record ContentSum(long Rows, string Sum)
{
    /// <summary>Of no rows.</summary>
    public static readonly ContentSum None = new RowSum().ToSum();
}
