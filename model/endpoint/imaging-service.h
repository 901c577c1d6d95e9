// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_IMAGING_SERVICE_H
#define IOMT_IMAGING_SERVICE_H

#include "service.h"
#include "storage-scp.h"
#include "storage-scu.h"

#include "ns3/modality-profile.h"
#include "ns3/random-variable-stream.h"

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief An imaging modality at a site that sends studies to an archive in the hospital.
 *
 * A study is ready at Start and once every Period from then on. It is sent as soon as the one
 * before is through. The data sets are complete images; what is on them is a pattern, and they
 * name no patient.
 */
class ImagingService : public Service
{
  public:
    static TypeId GetTypeId();
    ImagingService();
    ~ImagingService() override;

    std::vector<ServiceFlow> Flows() const override;
    nlohmann::json Results() const override;
    ServiceLoad Load() const override;

    /// @return the archive; after Install
    Ptr<StorageScp> GetArchive() const;

  protected:
    std::vector<Option> Options() const override;
    void DoInstall(ServiceEnvironment& environment) override;
    void DoStart() override;
    void DoStop() override;
    int64_t DoAssignStreams(int64_t stream) override;
    void DoDispose() override;

  private:
    void Acquire();
    void SendNext();
    void Done(const std::string& cause);
    DicomStudy MakeStudy();

    std::string m_site;
    std::string m_modality;
    uint32_t m_images{0};
    Time m_period;
    ModalityProfile m_profile;
    ServiceHost m_host;
    ServiceHost m_hospital;
    Ptr<StorageScp> m_archive;
    Ptr<StorageScu> m_sender; //!< of the study under way
    Ptr<UniformRandomVariable> m_random;
    EventId m_next;
    std::deque<Time> m_ready; //!< studies acquired and not through, the one under way first
    Time m_begun;             //!< the one under way
    uint64_t m_studies{0};
    uint64_t m_imagesStored{0};
    uint64_t m_octets{0};
    std::vector<double> m_transfers; //!< ready to stored [s]
    double m_busyS{0};               //!< time in which studies that were stored were sent
    uint64_t m_octetsOfStored{0};
    std::map<std::string, uint64_t> m_failed;     //!< by cause
    std::vector<std::pair<Time, Time>> m_periods; //!< in which something was sent
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_IMAGING_SERVICE_H
