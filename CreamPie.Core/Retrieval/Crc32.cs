namespace CreamPie.Core.Retrieval;

/// <summary>The CRC of gzip (ISO 3309, polynomial 0xEDB88320), eight bytes a step; .NET keeps its own to itself.</summary>
internal static class Crc32
{
    public const uint Initial = uint.MaxValue;

    private const int Slices = 8;

    private static readonly uint[][] Tables = BuildTables();

    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        while (bytes.Length >= Slices)
        {
            crc ^= (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24);
            crc = t[7][(byte)crc] ^ t[6][(byte)(crc >> 8)] ^ t[5][(byte)(crc >> 16)] ^ t[4][crc >> 24]
                ^ t[3][bytes[4]] ^ t[2][bytes[5]] ^ t[1][bytes[6]] ^ t[0][bytes[7]];
            bytes = bytes[Slices..];
        }
        foreach (var b in bytes)
            crc = t[0][(byte)(crc ^ b)] ^ crc >> 8;
        return crc;
    }

    public static uint Finish(uint crc) => ~crc;

    private static uint[][] BuildTables()
    {
        var tables = new uint[Slices][];
        for (var slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var crc = slice == 0 ? i : tables[slice - 1][i];
                for (var bit = 0; slice == 0 && bit < 8; bit++)
                    crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
                tables[slice][i] = slice == 0 ? crc : tables[0][(byte)crc] ^ crc >> 8;
            }
        }
        return tables;
    }
}
