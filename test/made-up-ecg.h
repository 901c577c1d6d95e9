// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MADE_UP_ECG_H
#define IOMT_MADE_UP_ECG_H

#include <cmath>
#include <vector>

namespace ns3::iomt
{

/** @brief A beat of a made-up ECG: waves as bells about the R peak. */
struct MadeUpBeat
{
    double t;              //!< R peak [s]
    double height = 1;     //!< of the R wave [mV]
    double width = 0.01;   //!< of the R wave, standard deviation [s]
    double tHeight = 0.25; //!< of the T wave, over the R wave's
};

/** @brief Samples of a lead with P, Q, R, S and T waves. @param lengthS of it [s] */
inline std::vector<double>
MadeUpEcg(const std::vector<MadeUpBeat>& beats, double rateHz, double lengthS)
{
    std::vector<double> samples(static_cast<std::size_t>(std::llround(rateHz * lengthS)));
    const auto wave = [&](double at, double height, double width) {
        const auto first = static_cast<long>(std::ceil((at - 5 * width) * rateHz));
        const auto last = static_cast<long>(std::floor((at + 5 * width) * rateHz));
        for (long i = std::max(first, 0L); i <= last && i < static_cast<long>(samples.size()); ++i)
        {
            const double z = (static_cast<double>(i) / rateHz - at) / width;
            samples[static_cast<std::size_t>(i)] += height * std::exp(-z * z / 2);
        }
    };
    for (const auto& beat : beats)
    {
        const double s = beat.width / 0.01;
        wave(beat.t - 0.16, 0.12 * beat.height, 0.02);
        wave(beat.t - 0.025 * s, -0.12 * beat.height, beat.width);
        wave(beat.t, beat.height, beat.width);
        wave(beat.t + 0.025 * s, -0.25 * beat.height, beat.width);
        wave(beat.t + 0.28, beat.tHeight * beat.height, 0.045);
    }
    return samples;
}

/** @brief Beats from @p fromS on that are @p intervalS apart. */
inline std::vector<MadeUpBeat>
SteadyBeats(double fromS, double toS, double intervalS)
{
    std::vector<MadeUpBeat> beats;
    for (int i = 0; fromS + i * intervalS < toS; ++i)
    {
        beats.push_back({fromS + i * intervalS});
    }
    return beats;
}

} // namespace ns3::iomt

#endif // IOMT_MADE_UP_ECG_H
