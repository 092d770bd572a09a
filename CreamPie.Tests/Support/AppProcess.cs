using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CreamPie.Tests.Support;

/// <summary>The real program as a process of its own, on a free port of 127.0.0.1, with a first admin.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Email = "admin@example.org";
    private const string Password = "correct horse battery";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetResult(null);
    }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public int Id => _process.Id;

    /// <summary>Null until it listens, or if it refused to start.</summary>
    public Task<Uri?> Address => _address.Task;

    /// <param name="settings">Environment variables: Storage__Path and the like.</param>
    public static AppProcess Start(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CreamPie.Web.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = settings["Storage__Path"],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Bootstrap__AdminEmail"] = Email;
        start.Environment["Bootstrap__AdminPassword"] = Password;
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var app = new AppProcess(new Process { StartInfo = start });
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        return app;
    }

    /// <summary>A client with the admin's token, once the program listens.</summary>
    public async Task<HttpClient> AdminAsync()
    {
        var client = new HttpClient { BaseAddress = await Address ?? throw new InvalidOperationException("It did not start:\n" + Output) };
        var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = Email, password = Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is said.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        const string Listening = "Now listening on: ";
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
    }
}
