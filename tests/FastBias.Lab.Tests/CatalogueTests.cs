using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>Every item of the literature that the laboratory set out to check has an experiment.</summary>
public sealed class CatalogueTests
{
    private static readonly string[] s_items =
    [
        "S0: NULL MINNORM RANK GD RIDGE DRIFT CHECK",
        "S1: NORMAL QR-LSTSQ QR-VS-NE UNDER ALG-DEP RIDGELESS SINGULAR STABLE MAP JITTER LINOP SOBOLEV OCCAM HESS QUAD-PD QUAD-PSD QUAD-IND QUAD-REG P GD-Λ COND COLLINEAR RIDGE-COND SHIFT NORMALCG PRECOND",
        "S2: DD-SWEEP DECOMP F1 F2 F3 ABL-1 ABL-2 ABL-3 SMIN GEOM DATA POLY NOISELESS GD-PINV 3INV RIDGE-LIM LAGR SPECTRA",
        "S3: D-IB D-IR D-MN D-FLAT D-SHARP D-SPEC D-CURV D-GAP D-INTERP D-DD D-BENIGN D-STAB D-USTAB D-NOISE D-PACB D-SHARPNESS D-REFF D-MARGIN CX1 CX2 CX3 CX4",
        "S3: T1.1 T1.2 T1.3 T1.4 T1.5 T1.6 T1.7 T1.8 WE1 WE2 WE3 WE5",
        "S3: A.1 A.3 A.4 A.6 A.7 A.9 A.10 A.12 A.14 A.16 A.18 A.20",
        "S3: B.1 B.2 B.3 B.4 B.5 B.7 B.8 B.9 B.11 B.12 B.13 B.14 B.15 B.16 B.17 B.18",
        "S3: C.1 C.2 C.3 C.5 C.6 C.14 C.15 C.16 CS.1 CS.2 CS.3 CS.5 CS.6 CS.7 CS.10 CS.11 CS.12 CS.14 CS.18 CS.19",
        "S4: L13.1 C13.2 T13.3 HADAMARD T13.4 R13.5 R13.8 LASSO R13.9 POP T13.11 RIP DENSE STAY",
        "X: FLOW NORMB N100 DD100 ZEROLOSS MOM SCALE ADAM ESTIME BATCH MARGINB NOTES CONN CERT",
    ];

    [Fact]
    public void Every_item_has_an_experiment()
    {
        IEnumerable<string> wanted = s_items.SelectMany(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(' ').Select(item => $"{line[..line.IndexOf(':', StringComparison.Ordinal)]}-{item}"));
        Assert.Empty(wanted.Except(Laboratory.Experiments.SelectMany(experiment => experiment.Ids)));
    }
}
