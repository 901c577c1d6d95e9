// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_R_PEAK_DETECTOR_H
#define IOMT_R_PEAK_DETECTOR_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace ns3::iomt
{

/** @brief A section of a recursive filter, of second order (direct form I). */
class Biquad
{
  public:
    /** @brief A Butterworth section by the bilinear transform. @param cornerHz -3 dB there [Hz] */
    static Biquad HighPass(double cornerHz, double rateHz);
    static Biquad LowPass(double cornerHz, double rateHz);

    double Filter(double x);

  private:
    double m_b0 = 1;
    double m_b1 = 0;
    double m_b2 = 0;
    double m_a1 = 0;
    double m_a2 = 0;
    double m_x1 = 0;
    double m_x2 = 0;
    double m_y1 = 0;
    double m_y2 = 0;
    bool m_started = false;
};

/**
 * @brief Finds the R peaks of an ECG as its samples come in, after Pan and Tompkins.
 *
 * Band pass 5-15 Hz --> slope --> square --> mean over 150 ms --> peaks --> beat or noise by
 * thresholds that follow both. A peak within 200 ms of a beat is none; one within 360 ms whose
 * slope is below half the beat's is its T wave; a beat that is overdue by two thirds of the usual
 * interval is looked for among the peaks passed over, down to half the threshold. The first two
 * seconds set the thresholds; their beats are told at the end of them.
 *
 * It never looks ahead: what it says depends on samples it has been given. A beat is usually told
 * a quarter of a second after its R peak, one found by looking back as late as it is overdue.
 *
 * Source: J. Pan and W. J. Tompkins, A Real-Time QRS Detection Algorithm, IEEE Trans Biomed Eng
 * 32(3), 1985. Butterworth sections stand for their integer filters, which are for 200 Hz only.
 */
class RPeakDetector
{
  public:
    static constexpr double LEAST_RATE_HZ = 50; //!< below, a QRS complex of 80 ms is not seen [Hz]
    static constexpr double MOST_RATE_HZ = 1e5; //!< no ECG is sampled so fast; bounds memory [Hz]
    static constexpr double LEARNING_S = 2;     //!< in which no beat is told [s]
    static constexpr double LATENCY_S = 0.35;   //!< from the R peak until it is told, at most [s]

    /** @param rateHz samples a second [Hz] @throws std::invalid_argument beyond the bounds above */
    explicit RPeakDetector(double rateHz);

    /**
     * @brief Takes in a sample.
     * @param sample [mV], finite
     * @return where a beat's R peak was, if one is known now: a number of samples from the first,
     *         in order
     */
    std::optional<std::int64_t> Add(double sample);

  private:
    /** @brief A peak of the mean, before it is known for what it is. */
    struct Peak
    {
        std::int64_t r = 0; //!< sample of the largest swing
        double height = 0;  //!< of the mean
        double swing = 0;   //!< largest of the band-passed samples [mV]
        double slope = 0;   //!< steepest
    };

    double Mean(double sample);
    std::optional<Peak> FindPeak(double mean);
    std::optional<std::int64_t> Judge(const Peak& peak);
    std::optional<std::int64_t> LookBack();
    std::int64_t Accept(const Peak& peak, double weight);
    double Threshold() const;
    std::int64_t Samples(double seconds) const;

    double m_rateHz;
    Biquad m_highPass;
    Biquad m_lowPass;
    std::int64_t m_count = 0;

    std::vector<double> m_samples; //!< ring [mV]
    std::vector<double> m_band;    //!< ring of band-passed samples
    std::vector<double> m_slopes;  //!< ring beside it
    std::size_t m_window;          //!< samples the mean is over
    double m_sum = 0;

    Peak m_rising; //!< the peak being climbed
    bool m_climbing = false;
    std::int64_t m_top = 0; //!< sample of the top so far

    std::vector<Peak> m_learned;      //!< peaks of the first seconds
    std::deque<std::int64_t> m_ready; //!< beats of the first seconds, to be told one at a time
    std::vector<Peak> m_passedOver;   //!< since the last beat
    Peak m_last;                      //!< the last beat
    bool m_hasLast = false;
    double m_beatHeight = 0;        //!< running estimate
    double m_noiseHeight = 0;       //!< running estimate
    std::deque<double> m_intervals; //!< the last eight [samples]
};

} // namespace ns3::iomt

#endif // IOMT_R_PEAK_DETECTOR_H
