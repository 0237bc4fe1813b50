using System.Diagnostics;
using System.Net;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>Debian's chromium without a screen: it lays a page out, and a script of ours says what is wrong with it.</summary>
internal static class Browser
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Looks at the page as wide as a desk and as narrow as a phone: text outside its box, texts of a drawing that lie on each other or outside it, a page that must be scrolled sideways.
    /// Letters are measured by the browser; the boxes of text are higher than its letters, so that a sixth at the top and at the bottom may touch.
    /// </summary>
    private const string Check = """
        <script>
        function problems(width) {
          document.body.style.width = width + 'px';
          const found = [], say = (what, element) => found.push(width + ' px: ' + what + ': ' + element.textContent.trim().replace(/\s+/g, ' ').slice(0, 70));
          for (const e of document.querySelectorAll('p, h1, h2, h3, th, td, dt, dd, li, pre, figcaption')) if (e.scrollWidth > e.clientWidth + 1) say('text outside its box', e);
          for (const main of document.querySelectorAll('main')) if (main.scrollWidth > width + 1) say('the page is wider than the screen', main);
          for (const svg of document.querySelectorAll('svg.fb')) {
            const box = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')].map(t => ({ t, r: t.getBoundingClientRect(), slanted: /rotate\((?!-90)/.test(t.getAttribute('transform') || '') }));
            for (const a of texts) {
              if (a.r.left < box.left - 1 || a.r.right > box.right + 1 || a.r.top < box.top - 2 || a.r.bottom > box.bottom + 2) say('outside the drawing ' + svg.getAttribute('aria-label'), a.t);
            }
            for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
              const a = texts[i].r, b = texts[j].r, across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              if (!texts[i].slanted && !texts[j].slanted && across > 1 + Math.min(a.width, b.width) / 6 && down > 1 + Math.min(a.height, b.height) / 3) say('on "' + texts[j].t.textContent + '" in ' + svg.getAttribute('aria-label'), texts[i].t);
            }
          }
          return found;
        }
        const found = [...problems(1200), ...problems(390)], element = document.createElement('pre');
        element.id = 'problems';
        element.textContent = found.join('\n');
        document.body.replaceChildren(element);
        </script>
        """;

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser")]).FirstOrDefault(File.Exists);

    /// <summary>What the script found, one problem a line, and what the console said.</summary>
    public static (string[] Problems, string[] Console) Open(string html, string folder)
    {
        string page = Path.Combine(folder, "page.html");
        File.WriteAllText(page, html.Replace("</body>", Check + "</body>", StringComparison.Ordinal));
        ProcessStartInfo info = new(Program!, [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", $"--user-data-dir={Path.Combine(folder, "profile")}", "--window-size=1280,900", "--enable-logging=stderr", "--dump-dom", new Uri(page).AbsoluteUri])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"chromium did not end within {s_patience}");
        }

        const string Start = "<pre id=\"problems\">";
        int at = output.Result.IndexOf(Start, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the script did not run: {error.Result}");
        string problems = output.Result[(at + Start.Length)..output.Result.IndexOf("</pre>", at, StringComparison.Ordinal)];
        return (
            [.. WebUtility.HtmlDecode(problems).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
            [.. error.Result.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
    }
}

/// <summary>A test that needs a browser; skipped, with the reason, where chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Program is null)
        {
            Skip = "chromium is not installed: apt-get install chromium";
        }
    }
}
