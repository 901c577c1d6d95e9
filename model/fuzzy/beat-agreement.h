// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BEAT_AGREEMENT_H
#define IOMT_BEAT_AGREEMENT_H

#include <cstddef>
#include <vector>

namespace ns3::iomt
{

/** @brief How beats that were found agree with those that were annotated. */
struct BeatAgreement
{
    std::size_t matched = 0; //!< annotated and found
    std::size_t missed = 0;  //!< annotated only
    std::size_t extra = 0;   //!< found only

    /** @brief Share of the annotated beats that were found; not a number where there are none. */
    double Sensitivity() const;

    /** @brief Share of the found beats that were annotated; not a number where there are none. */
    double PositivePredictivity() const;
};

/**
 * @brief Pairs beats, each with at most one of the other kind, and as many as possible.
 *
 * Source: ANSI/AAMI EC57 (and IEC 60601-2-47), beat-by-beat comparison within 150 ms. Unlike there
 * the first five minutes count too.
 *
 * @param annotated times in order [s]
 * @param found times in order [s]
 * @param toleranceS largest difference of a pair [s]
 */
BeatAgreement CompareBeats(const std::vector<double>& annotated,
                           const std::vector<double>& found,
                           double toleranceS = 0.15);

} // namespace ns3::iomt

#endif // IOMT_BEAT_AGREEMENT_H
