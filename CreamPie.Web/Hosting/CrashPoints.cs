using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

/// <summary>Lets a test crash this process at a named point; no other environment can, not even by mistake.</summary>
internal static partial class CrashPoints
{
    private const string At = "CREAMPIE_CRASH_AT";
    private const string How = "CREAMPIE_CRASH_HOW";
    private const string Key = "CREAMPIE_CRASH_KEY";
    private const string TestKey = "this-process-may-die";

    /// <exception cref="OptionsValidationException">There is no such point or mode.</exception>
    public static void ArmCrashPoint(this WebApplication app)
    {
        if (!CrashPoint.IsRequested)
            return;
        if (!app.Environment.IsDevelopment() && app.Configuration[Key] != TestKey)
        {
            Log.Ignored(app.Logger);
            return;
        }
        var how = app.Configuration[How];
        if (how is not (null or "" or "wait"))
        {
            throw new OptionsValidationException(
                How, typeof(string),
                [$"{How} must be wait, to stand at the point until somebody kills the process, or nothing, to end there."]);
        }
        try
        {
            CrashPoint.Arm(waits: how == "wait");
        }
        catch (FormatException unknown)
        {
            throw new OptionsValidationException(At, typeof(string), [$"{At}: {unknown.Message}"]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "CREAMPIE_CRASH_AT is set and ignored: it is for tests.")]
        public static partial void Ignored(ILogger logger);
    }
}
