using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.DocumentContent;

public sealed partial class RawPane
{
    private const int Window = 8_000;

    /// <summary>How much text precedes a hit in its window.</summary>
    private const int Before = 400;

    private string _find = "";
    private string? _wanted;
    private int _offset;
    private (int At, int Length)? _hit;
    private bool _notFound;

    [Parameter, EditorRequired] public int Id { get; set; }

    [Inject] private RawTextQuery Query { get; set; } = null!;

    // The bytes of a document never change.
    protected override bool Concerns(ChangeSet changes) => false;

    /// <summary>Decodes megabytes: not on the circuit's own thread.</summary>
    protected override Task<RawText?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var wanted = _wanted;
        _wanted = null;
        return Task.Run(
            async () =>
            {
                if (wanted is not null)
                    await JumpAsync(caller, wanted, cancellationToken);
                return await Query.RawTextAsync(caller, Id, _offset, Window, cancellationToken);
            },
            cancellationToken);
    }

    private async Task JumpAsync(Caller caller, string wanted, CancellationToken cancellationToken)
    {
        var found = await Query.FindAsync(caller, Id, wanted, _hit is { } last ? last.At + 1 : _offset, cancellationToken);
        _notFound = found is null;
        _hit = found is { } at ? (at, wanted.Length) : null;
        if (found is not null)
            _offset = Math.Max(0, found.Value - Before);
    }

    private Task FindAsync()
    {
        if (_find.Length == 0)
            return Task.CompletedTask;
        _wanted = _find.Length > RawTextQuery.LongestSearch ? _find[..RawTextQuery.LongestSearch] : _find;
        return RefreshAsync();
    }

    private Task MoveAsync(int offset)
    {
        (_offset, _hit, _notFound) = (Math.Max(0, offset), null, false);
        return RefreshAsync();
    }

    private static int End(RawText raw) => raw.Offset + raw.Text.Length;

    /// <summary>Range of the hit in the window; empty at its start if there is none.</summary>
    private (int Start, int End) Hit(RawText raw)
    {
        if (_hit is not var (at, length) || at < raw.Offset || at >= End(raw))
            return (0, 0);
        return (at - raw.Offset, Math.Min(at - raw.Offset + length, raw.Text.Length));
    }
}
