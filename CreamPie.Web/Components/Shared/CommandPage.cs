using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CreamPie.Web.Components.Shared;

/// <summary>A page that runs commands for its user and reports the result.</summary>
public abstract partial class CommandPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject] private CurrentCaller Current { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ILoggerFactory Loggers { get; set; } = null!;

    [Inject] private RefusalAudit Refusals { get; set; } = null!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <exception cref="AccessDeniedException">The session has ended.</exception>
    protected Task<Caller> CallerAsync() => Current.GetAsync(Gone);

    /// <summary>
    /// Runs a button's command, reports the result, and refreshes the page; or asks who clicks, if the command needs to know.
    /// </summary>
    /// <param name="act">Returns the sentence that reports the result.</param>
    protected async Task RunAsync(Func<Caller, CancellationToken, Task<ActionFeedback>> act)
    {
        try
        {
            var feedback = await AuditedAsync(act);
            Snackbar.Add(feedback.Sentence, feedback.IsDone ? Severity.Success : Severity.Warning);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return;
        }
        catch (ProofRequiredException)
        {
            // Back here, the same click is accepted for ten minutes.
            var here = new Uri(Navigation.Uri).PathAndQuery;
            Navigation.NavigateTo("account/prove?returnUrl=" + Uri.EscapeDataString(here), forceLoad: true);
            return;
        }
        catch (Exception fault)
        {
            Snackbar.Add(Explain(fault), Severity.Error);
        }
        await RefreshAsync();
    }

    /// <summary>Runs a command; the audit says that somebody tried what they may not do.</summary>
    /// <exception cref="AccessDeniedException">The caller may not do it, or the session has ended.</exception>
    protected async Task<TResult> AuditedAsync<TResult>(Func<Caller, CancellationToken, Task<TResult>> act)
    {
        var caller = await CallerAsync();
        try
        {
            return await act(caller, Gone);
        }
        // Who is asked for a proof may do it, and does it next.
        catch (AccessDeniedException refused) when (refused is not ProofRequiredException)
        {
            await Refusals.WriteAsync(
                caller, "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0], refused.Message, CancellationToken.None);
            throw;
        }
    }

    protected virtual Task RefreshAsync() => Task.CompletedTask;

    /// <summary>A fault as a sentence without internals; the log has the rest.</summary>
    protected string Explain(Exception fault)
    {
        if (fault is AccessDeniedException or LimitReachedException)
            return fault.Message;
        Log.Failed(Loggers.CreateLogger(GetType()), fault, GetType().Name);
        return "Something went wrong. See the log for details.";
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _gone.Cancel();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The page {Page} failed.")]
        public static partial void Failed(ILogger logger, Exception fault, string page);
    }
}
