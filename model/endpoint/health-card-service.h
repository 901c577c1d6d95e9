// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_HEALTH_CARD_SERVICE_H
#define IOMT_HEALTH_CARD_SERVICE_H

#include "card-reader.h"
#include "card-server.h"
#include "service.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief A patient's health card, a reader of it at a site, and the server in the hospital that has
 *        the patient's record.
 *
 * The card is held to the reader at random times, and so is a copy of it. Cards that come while
 * another one is read wait.
 */
class HealthCardService : public Service
{
  public:
    static TypeId GetTypeId();
    HealthCardService();
    ~HealthCardService() override;

    std::vector<ServiceFlow> Flows() const override;
    nlohmann::json Results() const override;

    /// @return the reader; after Install
    Ptr<CardReader> GetReader() const;
    /// @return the patient's card; null before Start
    const HealthCard* GetCard() const;

  protected:
    std::vector<Option> Options() const override;
    void DoInstall(ServiceEnvironment& environment) override;
    void DoStart() override;
    void DoStop() override;
    int64_t DoAssignStreams(int64_t stream) override;
    void DoDispose() override;

  private:
    /// A card that is held to the reader.
    struct Tap
    {
        Time at;
        bool clone;
    };

    void Issue();
    void AwaitTap();
    void HoldToReader();
    void ReadNext();
    void Done(LookUpOutcome outcome, const Bytes& record);
    Bytes RandomBytes(std::size_t size);
    Bytes MakeRecord(const Bytes& id);

    std::string m_site;
    Time m_period;
    double m_cloneShare{0};
    bool m_authenticate{true};
    ServiceHost m_host;
    ServiceHost m_hospital;
    Ptr<CardReader> m_reader;
    Ptr<CardServer> m_server;
    Ptr<UniformRandomVariable> m_random;
    Ptr<ExponentialRandomVariable> m_gap; //!< from tap to tap, in mean gaps
    std::unique_ptr<HealthCard> m_card;
    std::unique_ptr<CopiedCard> m_copy;
    EventId m_next;
    std::deque<Tap> m_waiting; //!< the one that is read first
    uint64_t m_taps{0};
    uint64_t m_reads{0};
    uint64_t m_refused{0};
    uint64_t m_unanswered{0};
    uint64_t m_genuineRefused{0};
    uint64_t m_clonesTried{0};
    uint64_t m_clonesAccepted{0};
    uint64_t m_octets{0};
    std::vector<double> m_lookUps; //!< held to the reader to record [ms]
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_HEALTH_CARD_SERVICE_H
