using System.Text.Json.Serialization;

namespace CreamPie.Core.Storage.Tables;

[JsonConverter(typeof(JsonStringEnumConverter<DocumentState>))]
public enum DocumentState
{
    Planned,
    Fetching,
    Waiting,
    Archived,
    Loaded,
    Quarantined,
    Dead,
    Superseded,
}

public static class DocumentStates
{
    /// <summary>There is work left to do, though it may have to wait.</summary>
    internal static readonly DocumentState[] Open =
        [DocumentState.Planned, DocumentState.Waiting, DocumentState.Fetching, DocumentState.Archived];

    public static bool IsOpen(this DocumentState state) => Open.Contains(state);

    public static bool IsDeadLetter(this DocumentState state) => state is DocumentState.Quarantined or DocumentState.Dead;

    /// <summary>True for a dead letter, and for a file that was taken out of the queue.</summary>
    public static bool IsRequeueable(this DocumentState state, bool isFile) =>
        state.IsDeadLetter() || (isFile && state == DocumentState.Superseded);
}
