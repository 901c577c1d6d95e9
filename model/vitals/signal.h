// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SIGNAL_H
#define IOMT_SIGNAL_H

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A source of independent numbers, uniform on [0, 1); the only randomness of this room. */
using Uniform = std::function<double()>;

/** @brief What a sensor felt in a stretch of time: a block of samples, or named values. */
struct SensorReading
{
    double t = 0;                         //!< first sample, or the moment of the values [s]
    double intervalS = 0;                 //!< between samples; 0 for named values [s]
    std::vector<double> samples;          //!< ECG [mV]; empty for named values
    std::map<std::string, double> values; //!< by quantity, see quantity.h for units
};

/**
 * @brief What a sensor feels over time.
 *
 * Blocks read over touching stretches hold every sample once. A synthetic signal moves on with each
 * Read(), so stretches are asked for in order.
 */
class Signal
{
  public:
    virtual ~Signal() = default;

    /** @brief The quantities in a reading, such as {`spo2`, `pulse`} or {`ecg`}. */
    virtual std::vector<std::string> Quantities() const = 0;

    /**
     * @brief What is felt in [@p t, @p t + @p spanS).
     * @param t start, not before the end of the last stretch [s]
     * @param spanS length, above 0 [s]
     */
    virtual SensorReading Read(double t, double spanS) = 0;
};

} // namespace ns3::iomt

#endif // IOMT_SIGNAL_H
